//! `gostiny check`: whether all that must hold of a world holds.

use clap::Args;
use gostiny_server::{
    invariant::{self, Asked, MOST},
    invariants, store,
};

use crate::{Outcome, block_on, manage::Place};

/// Look whether all that must hold of a world holds, also while a server runs on it; fail when something does not.
///
/// Stock against the postings that hold it, each operation of money against itself, histories, counts, counters. Nothing
/// is changed. A world is looked at as of one moment.
#[derive(Args)]
pub struct Check {
    #[command(flatten)]
    place: Place,
}

impl Check {
    /// Runs it.
    pub fn run(self) -> Outcome {
        let url = self.place.url()?;
        let damage = store::damage(&url)?;
        if !damage.is_empty() {
            damage.iter().for_each(|found| println!("DAMAGED  {found}"));
            return Err(format!("{url} is damaged: restore a backup").into());
        }
        let asked = block_on(invariant::check(&url, invariants()))??;
        asked.iter().for_each(tell);
        match asked.iter().filter(|one| !one.breaches.is_empty()).count() {
            0 => Ok(()),
            broken => Err(format!("{broken} of {} do not hold", asked.len()).into()),
        }
    }
}

fn tell(asked: &Asked) {
    let word = if asked.breaches.is_empty() { "holds " } else { "BROKEN" };
    println!("{word}  {:<18}  {}", asked.name, asked.says);
    for breach in &asked.breaches {
        println!("            shop {}: {}", breach.seller_id, breach.what);
    }
    if asked.breaches.len() == MOST {
        println!("            and maybe more");
    }
}
