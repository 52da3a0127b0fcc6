//! `gostiny man`: the manual, made from the commands themselves.

use std::path::PathBuf;

use clap::{Args, Command};

use crate::Outcome;

/// Print the manual page, or write those of all commands into a folder.
#[derive(Args)]
pub struct Man {
    /// The folder, such as /usr/share/man/man1
    folder: Option<PathBuf>,
}

impl Man {
    /// Makes the pages of a program.
    pub fn run(self, program: Command) -> Outcome {
        match self.folder {
            None => clap_mangen::Man::new(program).render(&mut std::io::stdout())?,
            Some(folder) => {
                std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
                clap_mangen::generate_to(program, &folder).map_err(|error| format!("{}: {error}", folder.display()))?;
            }
        }
        Ok(())
    }
}
