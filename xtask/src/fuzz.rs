//! `cargo xtask fuzz`: the targets of `fuzz/`, each for a while, from their seeds on. Needs a nightly compiler and
//! cargo-fuzz. What it found before stays in the target folder and is where the next run begins.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use clap::Args;
use gostiny_server::{
    api::{Surface, description},
    operator_routes, seller_routes,
};
use serde_json::Value;

use crate::{Outcome, run, tools};

/// What `cargo xtask fuzz` takes.
#[derive(Args)]
pub struct Options {
    /// Only this one
    target: Option<String>,
    /// How long each is run
    #[arg(long, default_value_t = 60)]
    seconds: u32,
}

/// Runs them one after the other; stops at the first that finds something, and cargo-fuzz says what it is.
pub fn run(options: &Options) -> Outcome {
    let all = targets()?;
    let chosen: Vec<&String> =
        all.iter().filter(|name| options.target.as_ref().is_none_or(|one| one == *name)).collect();
    if chosen.is_empty() {
        let names: Vec<&str> = all.iter().map(String::as_str).collect();
        return Err(format!("there is no such target; there are {}", names.join(", ")).into());
    }
    let (rustup, cargo_fuzz) = programs()?;
    let folder = run::target_dir()?.join("fuzz");
    for name in chosen {
        run::section(&format!("fuzz {name}"));
        let found = folder.join("corpus").join(name);
        std::fs::create_dir_all(&found)?;
        let mut fuzz = Command::new(&rustup);
        fuzz.args(["run", "nightly"]).arg(&cargo_fuzz).args(["run", "--sanitizer", "none", "--target-dir"]);
        // Our code has no `unsafe`: what the sanitizers look for the compiler has ruled out, and they cost most of the speed.
        fuzz.arg(&folder).arg(name).arg(&found).arg(run::root().join("fuzz/seeds").join(name));
        fuzz.args(["--", &format!("-max_total_time={}", options.seconds), "-timeout=10", "-max_len=8192"]);
        if name == "requests" {
            fuzz.arg(format!("-dict={}", dictionary(&folder)?.display()));
        }
        fuzz.arg("-print_final_stats=1").current_dir(run::root());
        tools::without_toolchain(&mut fuzz);
        run::loudly(&mut fuzz)?;
    }
    Ok(())
}

/// A file with the words of both documents: methods, fields, and what fields may say.
fn dictionary(folder: &Path) -> Outcome<PathBuf> {
    let mut words = BTreeSet::new();
    gather(&description::document(Surface::Seller, seller_routes().infos()), "", &mut words);
    gather(&description::document(Surface::Operator, operator_routes().infos()), "", &mut words);
    let quoted = |word: String| {
        let letters: String = word.bytes().map(|byte| format!("\\x{byte:02x}")).collect();
        format!("\"{letters}\"\n")
    };
    let file = folder.join("words.dict");
    std::fs::write(&file, words.into_iter().map(quoted).collect::<String>())?;
    Ok(file)
}

/// `under` is the key that holds the value.
fn gather(value: &Value, under: &str, words: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                if under == "properties" {
                    words.insert(format!("\"{key}\":"));
                }
                gather(value, key, words);
            }
        }
        Value::Array(all) => all.iter().for_each(|value| gather(value, under, words)),
        Value::String(word) if under == "operationId" => {
            words.insert(format!("{word}\n"));
        }
        Value::String(word) if under == "enum" || under == "const" => {
            words.insert(format!("\"{word}\""));
        }
        _ => {}
    }
}

/// Their names: those of their programs.
fn targets() -> Outcome<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    for entry in std::fs::read_dir(run::root().join("fuzz/fuzz_targets"))? {
        let path = entry?.path();
        names.extend(path.file_stem().and_then(|name| name.to_str()).map(str::to_owned));
    }
    Ok(names)
}

/// rustup and cargo-fuzz, or what is missing and how to get it.
fn programs() -> Outcome<(PathBuf, PathBuf)> {
    let rustup = run::on_path("rustup").ok_or("rustup, which has the nightly compiler, is not installed")?;
    let installed = run::capture(Command::new(&rustup).args(["toolchain", "list"]))?;
    if !installed.lines().any(|line| line.starts_with("nightly")) {
        return Err("the nightly compiler is not installed: rustup toolchain install --profile minimal nightly".into());
    }
    let cargo_fuzz = tools::needed("cargo-fuzz", "cargo install cargo-fuzz --locked")?;
    Ok((rustup, cargo_fuzz))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_that_is_not_there_is_told() {
        let options = Options { target: Some("nothing".to_owned()), seconds: 1 };
        let told = run(&options).unwrap_err().to_string();
        assert!(told.contains("there are forms, marks"), "{told}");
    }

    #[test]
    fn the_dictionary_has_methods_fields_and_words() {
        let mut words = BTreeSet::new();
        gather(&description::document(Surface::Seller, seller_routes().infos()), "", &mut words);
        for word in ["ProductInfoV2\n", "\"posting_number\":", "\"REMOVED_FROM_SALE\""] {
            assert!(words.contains(word), "{word}");
        }
    }
}
