//! How fast to call: so many calls in any stretch of time, for each shop and for some methods of a shop.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex as Held, PoisonError},
    time::Duration,
};

use tokio::{sync::Mutex, time::Instant};

use crate::rest;

const MINUTE: Duration = Duration::from_secs(60);

/// How many calls may go out in any stretch of time.
#[derive(Clone, Debug, Default)]
pub struct Limits {
    /// Rules of methods first: who waits for one of them does not hold up the rest of the shop.
    rules: Vec<Rule>,
}

#[derive(Clone, Debug)]
struct Rule {
    /// Methods that share it; none: all calls of a shop.
    paths: Vec<String>,
    calls: usize,
    window: Duration,
}

impl Limits {
    /// As fast as one likes.
    pub fn none() -> Self {
        Self::default()
    }

    /// What the real service lets through: 50 calls a second for each shop; 80 updates of stock a minute; one question
    /// a minute for analytics and for the list of warehouses; two looks a second at single postings; twenty calls a
    /// minute for bar codes. What it counts for each product (ten prices an hour, one stock in 30 seconds) is answered
    /// for each item and not held back here.
    pub fn documented() -> Self {
        Self::none()
            .of_methods(&["/v1/product/import/stocks", "/v2/products/stocks"], 80, MINUTE)
            .of_method("/v1/analytics/data", 1, MINUTE)
            .of_methods(&["/v1/warehouse/list", "/v2/warehouse/list"], 1, MINUTE)
            .of_method("/v3/posting/fbs/get", 2, Duration::from_secs(1))
            .of_methods(&["/v1/barcode/add", "/v1/barcode/generate"], 20, MINUTE)
            .of_shop(50, Duration::from_secs(1))
    }

    /// At most so many calls of a shop in any such stretch of time, in place of the rule there was. Zero is no limit.
    pub fn of_shop(self, calls: usize, window: Duration) -> Self {
        self.of_methods(&[], calls, window)
    }

    /// At most so many calls of one method, in place of the rule there was. Zero is no limit.
    pub fn of_method(self, path: &str, calls: usize, window: Duration) -> Self {
        self.of_methods(&[path], calls, window)
    }

    /// At most so many calls of these methods together, in place of the rules there were; of all methods when none is
    /// named. Zero is no limit.
    pub fn of_methods(mut self, paths: &[&str], calls: usize, window: Duration) -> Self {
        self.rules.retain_mut(|rule| {
            let was_of_shop = rule.paths.is_empty();
            rule.paths.retain(|path| !paths.contains(&path.as_str()));
            if was_of_shop { !paths.is_empty() } else { !rule.paths.is_empty() }
        });
        if calls > 0 {
            let paths = paths.iter().map(|path| (*path).to_owned()).collect();
            self.rules.push(Rule { paths, calls, window });
            self.rules.sort_by_key(|rule| rule.paths.is_empty());
        }
        self
    }
}

/// When the last calls under one rule went out, as many as it allows, oldest first. Who holds it is the next to go.
type Gate = Arc<Mutex<VecDeque<Instant>>>;

/// Lets calls through one by one.
#[derive(Default)]
pub(crate) struct Limiter {
    limits: Limits,
    gates: Held<HashMap<(u64, usize), Gate>>,
}

impl Limiter {
    pub(crate) fn new(limits: Limits) -> Self {
        Self { limits, gates: Held::default() }
    }

    /// Waits for a shop's turn, first come first served. A caller that gives up while it waits takes nobody's turn.
    pub(crate) async fn pass(&self, shop: u64, path: &str) {
        let mut held = Vec::new();
        for (number, rule) in self.limits.rules.iter().enumerate() {
            if rule.paths.is_empty() || rule.paths.iter().any(|of| of == path) {
                let mut gate = self.gate(shop, number).lock_owned().await;
                if let (true, Some(oldest)) = (gate.len() >= rule.calls, gate.front().copied()) {
                    rest((oldest + rule.window).saturating_duration_since(Instant::now())).await;
                    gate.pop_front();
                }
                held.push(gate);
            }
        }
        // One moment for all rules: it is the moment the call goes out.
        let now = Instant::now();
        held.iter_mut().for_each(|gate| gate.push_back(now));
    }

    fn gate(&self, shop: u64, rule: usize) -> Gate {
        let mut gates = self.gates.lock().unwrap_or_else(PoisonError::into_inner);
        gates.entry((shop, rule)).or_default().clone()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Lets calls through as they come, and tells when each went out.
    fn passed(limits: Limits, calls: &[(u64, u64, &'static str)]) -> Vec<(u64, &'static str, Duration)> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
        runtime.block_on(async {
            let (limiter, start) = (Arc::new(Limiter::new(limits)), Instant::now());
            let call = |&(after, shop, path): &(u64, u64, &'static str)| {
                let limiter = limiter.clone();
                tokio::spawn(async move {
                    rest(Duration::from_millis(after)).await;
                    limiter.pass(shop, path).await;
                    (shop, path, start.elapsed())
                })
            };
            let running: Vec<_> = calls.iter().map(call).collect();
            let mut all = Vec::new();
            for one in running {
                all.push(one.await.unwrap());
            }
            all
        })
    }

    /// The most calls in any stretch of time of that length.
    fn busiest(mut times: Vec<Duration>, window: Duration) -> usize {
        times.sort();
        let within = |from: &Duration| times.iter().filter(|at| *at >= from && **at < *from + window).count();
        times.iter().map(within).max().unwrap_or_default()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn no_stretch_of_time_holds_more_calls_than_allowed(
            calls in proptest::collection::vec((0..3_000_u64, 0..2_u64, prop_oneof![Just("/a"), Just("/b")]), 1..60),
            of_shop in 1..8_usize,
            of_method in 1..4_usize,
        ) {
            let second = Duration::from_secs(1);
            let limits = Limits::none().of_shop(of_shop, second).of_method("/a", of_method, second);
            let passed = passed(limits, &calls);
            for shop in 0..2 {
                let of = |wanted: &dyn Fn(&str) -> bool| {
                    let ours = passed.iter().filter(|(one, path, _)| *one == shop && wanted(path));
                    ours.map(|(.., at)| *at).collect::<Vec<_>>()
                };
                prop_assert!(busiest(of(&|_| true), second) <= of_shop);
                prop_assert!(busiest(of(&|path| path == "/a"), second) <= of_method);
            }
        }
    }

    #[test]
    fn a_call_waits_only_where_it_must() {
        let limits = Limits::documented();
        let calls: Vec<_> =
            std::iter::repeat_n((0, 1, "/v2/product/list"), 51).chain([(0, 2, "/v2/product/list")]).collect();
        let times: Vec<_> = passed(limits.clone(), &calls).into_iter().map(|(.., at)| at.as_millis()).collect();
        assert_eq!((times[49], times[51]), (0, 0), "another shop does not wait");
        assert!((1_000..1_010).contains(&times[50]), "{}", times[50]);

        let calls = [(0, 1, "/v1/analytics/data"), (1, 1, "/v1/analytics/data"), (2, 1, "/v2/product/list")];
        let times: Vec<_> = passed(limits, &calls).into_iter().map(|(.., at)| at.as_secs()).collect();
        assert_eq!(times, [0, 60, 0], "the shop's other calls go on");
    }

    #[test]
    fn a_rule_takes_the_place_of_the_one_before() {
        let limits = Limits::documented().of_method("/v1/analytics/data", 0, MINUTE).of_shop(1, MINUTE);
        assert!(limits.rules.iter().all(|rule| rule.paths != ["/v1/analytics/data"]));
        let last = limits.rules.last().unwrap();
        assert_eq!((last.paths.len(), last.calls), (0, 1));
        let limits = limits.of_method("/v2/products/stocks", 0, MINUTE);
        let stocks: Vec<_> = limits.rules.iter().filter(|rule| rule.calls == 80).map(|rule| &rule.paths[..]).collect();
        assert_eq!(stocks, [["/v1/product/import/stocks"]]);
    }

    #[test]
    fn methods_that_share_a_rule_use_it_up_together() {
        let limits = Limits::none().of_methods(&["/a", "/b"], 2, MINUTE);
        let times = passed(limits, &[(0, 1, "/a"), (1, 1, "/b"), (2, 1, "/a"), (3, 1, "/c")]);
        let times: Vec<_> = times.into_iter().map(|(.., at)| at.as_secs()).collect();
        assert_eq!(times, [0, 0, 60, 0]);
    }
}
