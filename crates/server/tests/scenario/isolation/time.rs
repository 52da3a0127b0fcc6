//! How long another shop's ids take to be answered, beside ids that never were. It measures, and so is asked for by name:
//! `cargo xtask test -- isolation::time --ignored --nocapture`.

use std::time::{Duration, Instant};

use super::{
    other::Other,
    probes::{EVERYBODY_S, pairs},
};
use crate::world::World;

const ROUNDS: usize = 40;
/// Answers differ in kind when one takes a quarter longer than the other, and so much longer at least.
const SLACK: Duration = Duration::from_micros(100);

#[tokio::test]
#[ignore = "measures"]
async fn another_shop_s_id_takes_as_long_as_one_that_never_was() {
    let world = World::new().await;
    let other = Other::new(&world).await;
    let shop = world.shop().await;
    let mut pairs = pairs(&other);
    pairs.retain(|(path, _)| *path != EVERYBODY_S);
    // The middle of what the absent one takes and of what theirs takes.
    let middles = async |path: &str, [absent, theirs]: [&str; 2]| {
        let mut took = [Vec::new(), Vec::new()];
        for round in 0..ROUNDS * 2 {
            // By turns the one or the other comes first.
            let which = usize::from((round % 2 == 0) == (round % 4 < 2));
            let begun = Instant::now();
            shop.post(path, [absent, theirs][which]).await;
            took[which].push(begun.elapsed());
        }
        took.map(|mut times| {
            times.sort_unstable();
            times[ROUNDS / 2]
        })
    };
    let differ = |[one, other]: [Duration; 2]| {
        let (less, more) = (one.min(other), one.max(other));
        more > less * 5 / 4 && more - less > SLACK
    };
    let (mut apart, mut told) = (Vec::new(), Vec::new());
    for (path, [(_, absent), (_, theirs)]) in &pairs {
        let requests = [absent.as_str(), theirs.as_str()];
        let took = middles(path, requests).await;
        // What is noise does not come twice.
        if differ(took) && differ(middles(path, requests).await) {
            told.push(format!("{path} {theirs}: {:?} beside {:?}", took[1], took[0]));
        }
        apart.push((took[0].abs_diff(took[1]), took[0], *path));
    }
    apart.sort_unstable();
    println!("{} places, {ROUNDS} rounds each; middles of the two differ by", pairs.len());
    for share in [50, 90, 99, 100] {
        let (apart, took, path) = apart[(apart.len() * share / 100).min(apart.len() - 1)];
        println!("  {apart:?} at most in {share} of 100 (of {took:?}, {path})");
    }
    assert!(told.is_empty(), "{told:#?}");
}
