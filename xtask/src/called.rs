//! Whether the tests call every method of the tables, the operator's too, through the client, and get a good answer.

use std::collections::BTreeSet;
use std::process::Command;

use gostiny_server::{operator_routes, seller_routes};

use crate::temp::TempDir;
use crate::{Outcome, run};

/// Runs the tests, which name each method that they called well in the file they are told, and holds that against the
/// tables.
pub fn counted(tests: &mut Command) -> Outcome {
    let folder = TempDir::new("called")?;
    let file = folder.path().join("methods");
    run::loudly(tests.env("GOSTINY_CALLED", &file))?;
    let text = std::fs::read_to_string(&file).map_err(|error| format!("no test told what it called: {error}"))?;
    let called: BTreeSet<_> = text.lines().collect();
    let routes = seller_routes().and(operator_routes());
    let all: BTreeSet<_> = routes.infos().map(|info| info.name).collect();
    let missing: Vec<_> = all.difference(&called).copied().collect();
    println!("{} of {} methods were called through the client", all.intersection(&called).count(), all.len());
    if missing.is_empty() { Ok(()) } else { Err(format!("no test calls {}", missing.join(", ")).into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tests that say they called these.
    fn telling(names: &[&str]) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", "printf '%s\\n' \"$@\" > \"$GOSTINY_CALLED\"", "sh"]).args(names);
        command
    }

    #[test]
    fn a_method_that_no_test_calls_is_named() {
        let routes = seller_routes().and(operator_routes());
        let all: Vec<_> = routes.infos().map(|info| info.name).collect();
        counted(&mut telling(&all)).unwrap();
        let but_one: Vec<_> = all.iter().copied().filter(|name| *name != "PromotionEnd").collect();
        assert_eq!(counted(&mut telling(&but_one)).unwrap_err().to_string(), "no test calls PromotionEnd");
        assert!(counted(&mut Command::new("true")).is_err(), "tests that tell nothing call nothing");
        assert!(counted(&mut Command::new("false")).is_err());
    }
}
