//! `gostiny password`: makes what `--operator-password-hash` takes.

use std::io::{IsTerminal, Write};

use clap::Args;
use gostiny_server::console::PasswordHash;

use crate::Outcome;

/// Ask for a password and print its hash, which `serve --operator-password-hash` takes
#[derive(Args)]
pub struct Password {}

impl Password {
    /// Asks at a terminal, without showing what is typed; else reads a line.
    pub fn run(self) -> Outcome {
        let password =
            if std::io::stdin().is_terminal() { asked()? } else { std::io::read_to_string(std::io::stdin())? };
        Ok(writeln!(std::io::stdout(), "{}", PasswordHash::of(&password)?)?)
    }
}

fn asked() -> Outcome<String> {
    let password = rpassword::prompt_password("Password: ")?;
    if rpassword::prompt_password("Once more: ")? != password {
        return Err("the two are not the same".into());
    }
    Ok(password)
}
