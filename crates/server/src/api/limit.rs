//! Rate limits, and who used them up. Windows slide, so that no more calls than allowed fall into any stretch of that
//! length: a bucket that refills would let through nearly twice as many, and could not tell what is left to whom. All of
//! it is memory of this process, in the world's time; other processes on the database tell what they let through.

mod shared;

use std::{
    collections::{HashMap, VecDeque},
    sync::{Mutex, MutexGuard, PoisonError},
};

pub use shared::share;

use gostiny_wire::{
    method::Info,
    scalar::{ClientId, Time},
};

use crate::error::{Error, Result};

/// Minutes over which calls are counted.
pub const LONGEST_VIEW: i64 = 5;
const MINUTES: usize = 5;
/// Counters kept at most; what comes beyond is let through uncounted.
const MOST_COUNTERS: usize = 50_000;
const MINUTE: i64 = 60_000_000;
/// By so many microseconds calls may be counted out of their order.
const APART: i64 = 1_000_000;

/// A limit that some methods share.
#[derive(Debug)]
pub struct Limit {
    /// Paths of the methods; none: all of them.
    pub paths: &'static [&'static str],
    /// Calls of one shop in a window.
    pub calls: usize,
    /// Length of the window.
    pub seconds: i64,
}

/// Limits of single methods as they are documented.
pub const LIMITS: &[Limit] = &[
    Limit { paths: &["/v2/products/stocks", "/v1/product/import/stocks"], calls: 80, seconds: 60 },
    Limit { paths: &["/v1/warehouse/list", "/v2/warehouse/list"], calls: 1, seconds: 60 },
    Limit { paths: &["/v3/posting/fbs/get"], calls: 2, seconds: 1 },
    Limit { paths: &["/v1/barcode/add", "/v1/barcode/generate"], calls: 20, seconds: 60 },
];
/// The number of the limit on all methods, which no place in [`LIMITS`] has.
const ALL: usize = usize::MAX;

/// What is left after a call, for its headers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// Calls in a window.
    pub limit: usize,
    /// Calls that are left of it.
    pub remaining: usize,
    /// Seconds until the first of those used is given back.
    pub reset: u32,
}

/// Calls of one method with one key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    /// The shop.
    pub client_id: ClientId,
    /// The key.
    pub key_id: i64,
    /// The method's own path.
    pub path: &'static str,
    /// Let through.
    pub calls: u64,
    /// Refused for their rate.
    pub refused: u64,
}

/// What a shop has used of a limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Used {
    /// The shop.
    pub client_id: ClientId,
    /// The methods; none: all.
    pub paths: &'static [&'static str],
    /// Calls in a window.
    pub limit: usize,
    /// Length of the window.
    pub seconds: i64,
    /// Calls in the window that ends now.
    pub used: usize,
}

/// Calls that a process let through: whose, the first path of their limit (nothing: all), calls in its window, the moment
/// of the last one, how many.
type Told = (ClientId, String, usize, i64, usize);

/// Counts calls and refuses those that are too many.
#[derive(Default)]
pub struct Meter(Mutex<State>);

#[derive(Default)]
struct State {
    windows: HashMap<(ClientId, usize), Window>,
    /// Calls let through that other processes do not know of, and the moment of the last one; none while there is
    /// nobody to tell.
    untold: Option<HashMap<(ClientId, usize), (usize, i64)>>,
    counters: HashMap<(ClientId, i64, &'static str), Counter>,
    /// The minute in which what is over was last thrown away.
    swept: i64,
}

/// The moments of the calls of a stretch of time, oldest first.
struct Window {
    calls: usize,
    length: i64,
    moments: VecDeque<i64>,
}

/// Minutes with the calls let through and refused in them, oldest first.
#[derive(Default)]
struct Counter(VecDeque<(i64, u64, u64)>);

impl Meter {
    /// Counts a call, and answers what it leaves where limits hold. `per_second`: the limit on all methods, none while
    /// limits are off.
    ///
    /// # Errors
    /// `Limited` when it is one too many; it then uses nothing up.
    pub fn count(
        &self,
        now: Time,
        who: (ClientId, i64),
        info: &Info,
        per_second: Option<usize>,
    ) -> Result<Option<Budget>> {
        let mut state = self.state();
        state.sweep(now);
        let left = match per_second {
            Some(per_second) => state.take(now, who.0, info, per_second).map(Some),
            None => Ok(None),
        };
        state.note(now, who, info.path, left.is_ok());
        left
    }

    /// Calls of the last minutes, most first.
    pub fn uses(&self, now: Time, minutes: i64, shop: Option<ClientId>) -> Vec<Use> {
        let state = self.state();
        let mut uses: Vec<Use> = state
            .counters
            .iter()
            .filter(|((client_id, ..), _)| shop.is_none_or(|shop| shop == *client_id))
            .map(|(&(client_id, key_id, path), counter)| {
                let (calls, refused) = counter.sum(now, minutes);
                Use { client_id, key_id, path, calls, refused }
            })
            .filter(|of| of.calls + of.refused > 0)
            .collect();
        uses.sort_by_key(|of| (std::cmp::Reverse(of.calls + of.refused), of.client_id, of.key_id, of.path));
        uses
    }

    /// What shops have used of their limits, least left first.
    pub fn budgets(&self, now: Time, shop: Option<ClientId>) -> Vec<Used> {
        let mut state = self.state();
        let mut used: Vec<Used> = Vec::new();
        for (&(client_id, number), window) in &mut state.windows {
            window.forget(now);
            if !window.moments.is_empty() && shop.is_none_or(|shop| shop == client_id) {
                let paths = LIMITS.get(number).map(|limit| limit.paths).unwrap_or_default();
                let (limit, seconds) = (window.calls, window.length / 1_000_000);
                used.push(Used { client_id, paths, limit, seconds, used: window.moments.len() });
            }
        }
        used.sort_by_key(|of| (of.limit.saturating_sub(of.used), of.client_id, of.paths));
        used
    }

    /// Forgets everything: for a world that begins anew.
    pub fn clear(&self) {
        let mut state = self.state();
        let untold = state.untold.is_some().then(HashMap::new);
        *state = State { untold, ..State::default() };
    }

    /// From now on remembers what others are to be told.
    fn remember(&self) {
        self.state().untold.get_or_insert_default();
    }

    /// What others do not know yet.
    fn take_untold(&self) -> Vec<Told> {
        let mut state = self.state();
        let untold = state.untold.as_mut().map(std::mem::take).unwrap_or_default();
        let told = |((shop, number), (calls, moment)): ((ClientId, usize), _)| {
            let path = LIMITS.get(number).and_then(|limit| limit.paths.first()).copied().unwrap_or_default();
            Some((shop, path.to_owned(), state.windows.get(&(shop, number))?.calls, moment, calls))
        };
        untold.into_iter().filter_map(told).collect()
    }

    /// Counts what another process let through.
    fn hear(&self, now: Time, told: Vec<Told>) {
        let mut state = self.state();
        // Also where nobody calls: what is heard is thrown away again.
        state.sweep(now);
        for (shop, path, limit, moment, calls) in told {
            let of_path = |one: &Limit| one.paths.first().is_some_and(|first| *first == path);
            let (number, seconds) = match LIMITS.iter().position(of_path) {
                Some(number) => (number, LIMITS.get(number).map_or(1, |limit| limit.seconds)),
                None if path.is_empty() => (ALL, 1),
                // A limit of another release.
                None => continue,
            };
            // Another machine's clock may be ahead.
            state.window(now, shop, number, limit, seconds).add(moment.min(now.0), calls.min(limit));
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn take(&mut self, now: Time, shop: ClientId, info: &Info, per_second: usize) -> Result<Budget> {
        let special = LIMITS.iter().position(|limit| limit.paths.contains(&info.path));
        let mut tightest = self.window(now, shop, ALL, per_second, 1).left(now, info)?;
        if let Some((number, limit)) = special.and_then(|number| Some((number, LIMITS.get(number)?))) {
            let left = self.window(now, shop, number, limit.calls, limit.seconds).left(now, info)?;
            if left.remaining <= tightest.remaining {
                tightest = left;
            }
        }
        for number in [Some(ALL), special].into_iter().flatten() {
            let Some(window) = self.windows.get_mut(&(shop, number)) else { continue };
            window.add(now.0, 1);
            // What has no end is never used up.
            if let Some(untold) = self.untold.as_mut().filter(|_| window.calls < usize::MAX) {
                let (calls, moment) = untold.entry((shop, number)).or_default();
                (*calls, *moment) = (*calls + 1, now.0);
            }
        }
        Ok(tightest)
    }

    fn window(&mut self, now: Time, shop: ClientId, number: usize, calls: usize, seconds: i64) -> &mut Window {
        let fresh = || Window { calls, length: seconds * 1_000_000, moments: VecDeque::new() };
        let window = self.windows.entry((shop, number)).or_insert_with(fresh);
        window.calls = calls;
        window.forget(now);
        window
    }

    fn note(&mut self, now: Time, (shop, key_id): (ClientId, i64), path: &'static str, passed: bool) {
        let key = (shop, key_id, path);
        if self.counters.len() >= MOST_COUNTERS && !self.counters.contains_key(&key) {
            return;
        }
        self.counters.entry(key).or_default().add(minute(now), passed);
    }

    /// Once a minute throws away what no window and no counter needs any more, so that memory follows the shops that
    /// call, not those that ever called.
    fn sweep(&mut self, now: Time) {
        if self.swept == minute(now) {
            return;
        }
        self.swept = minute(now);
        self.windows.retain(|_, window| {
            window.forget(now);
            !window.moments.is_empty()
        });
        self.counters.retain(|_, counter| counter.sum(now, LONGEST_VIEW) != (0, 0));
    }
}

fn minute(now: Time) -> i64 {
    now.0.div_euclid(MINUTE)
}

impl Window {
    /// Drops what is over. Moments far after now are of a world that began anew; a call that is counted after a later
    /// one is a little behind it.
    fn forget(&mut self, now: Time) {
        if self.moments.back().is_some_and(|newest| *newest > now.0 + APART) {
            self.moments.clear();
        }
        while self.moments.front().is_some_and(|oldest| *oldest <= now.0 - self.length) {
            self.moments.pop_front();
        }
    }

    /// Notes calls of one moment.
    fn add(&mut self, moment: i64, calls: usize) {
        let behind = self.moments.partition_point(|earlier| *earlier <= moment);
        (0..calls).for_each(|_| self.moments.insert(behind, moment));
    }

    /// What one more call would leave.
    fn left(&self, now: Time, info: &Info) -> Result<Budget> {
        let first = self.moments.iter().rev().nth(self.calls.saturating_sub(1)).or(self.moments.front());
        let wait = first.map_or(self.length, |first| first + self.length - now.0).max(0);
        let reset = u32::try_from((wait + 999_999) / 1_000_000).unwrap_or(u32::MAX).max(1);
        let used = self.moments.len();
        if used < self.calls {
            return Ok(Budget { limit: self.calls, remaining: self.calls - used - 1, reset });
        }
        let seconds = self.length / 1_000_000;
        let why = format!(
            "{} of {} calls in {seconds} s are used up, this one of {} was one more; the next may come in {reset} s",
            used, self.calls, info.path
        );
        Err(Error::Limited { retry_after: reset }.because(why))
    }
}

impl Counter {
    fn add(&mut self, minute: i64, passed: bool) {
        if self.0.back().is_some_and(|(newest, ..)| *newest > minute) {
            self.0.clear();
        }
        if self.0.back().is_none_or(|(newest, ..)| *newest < minute) {
            self.0.push_back((minute, 0, 0));
        }
        if self.0.len() > MINUTES {
            self.0.pop_front();
        }
        if let Some((_, calls, refused)) = self.0.back_mut() {
            *if passed { calls } else { refused } += 1;
        }
    }

    fn sum(&self, now: Time, minutes: i64) -> (u64, u64) {
        let now = minute(now);
        let wanted = self.0.iter().filter(|(minute, ..)| (now - minutes + 1..=now).contains(minute));
        wanted.fold((0, 0), |sum, (_, calls, refused)| (sum.0 + calls, sum.1 + refused))
    }
}

#[cfg(test)]
mod tests {
    use gostiny_wire::{method::Method, posting::PostingFbsGetV3, product::ProductInfoV2, stock::ProductsStocksV2};
    use proptest::prelude::*;

    use super::*;

    const WHO: (ClientId, i64) = (ClientId(100_001), 1);

    fn at(millis: i64) -> Time {
        Time(1_768_208_400_000_000 + millis * 1_000)
    }

    fn retry(refused: Result<Option<Budget>>) -> u32 {
        match refused.unwrap_err().bare() {
            Error::Limited { retry_after } => *retry_after,
            other => panic!("{other}"),
        }
    }

    #[test]
    fn a_shop_has_its_calls_a_second_and_no_other_shop_s() {
        let (meter, info) = (Meter::default(), ProductInfoV2::INFO);
        for left in (0..3).rev() {
            let budget = meter.count(at(0), WHO, &info, Some(3)).unwrap().unwrap();
            assert_eq!(budget, Budget { limit: 3, remaining: left, reset: 1 });
        }
        assert_eq!(retry(meter.count(at(999), WHO, &info, Some(3))), 1);
        assert!(meter.count(at(999), (ClientId(100_002), 2), &info, Some(3)).is_ok());
        assert!(meter.count(at(1_000), WHO, &info, Some(3)).is_ok());
        assert!(meter.count(at(1_000), WHO, &info, None).unwrap().is_none());
    }

    #[test]
    fn a_method_has_a_limit_of_its_own_and_tells_the_tightest() {
        let meter = Meter::default();
        for call in 0..80 {
            let budget = meter.count(at(call * 100), WHO, &ProductsStocksV2::INFO, Some(50)).unwrap().unwrap();
            assert!(call < 60 || budget.limit == 80, "{call} {budget:?}");
        }
        assert_eq!(retry(meter.count(at(8_000), WHO, &ProductsStocksV2::INFO, Some(50))), 52);
        assert!(meter.count(at(8_000), WHO, &ProductInfoV2::INFO, Some(50)).is_ok());
        assert!(meter.count(at(60_000), WHO, &ProductsStocksV2::INFO, Some(50)).is_ok());
        for call in 0..2 {
            assert!(meter.count(at(70_000 + call), WHO, &PostingFbsGetV3::INFO, Some(50)).is_ok());
        }
        assert_eq!(retry(meter.count(at(70_900), WHO, &PostingFbsGetV3::INFO, Some(50))), 1);
    }

    #[test]
    fn every_limit_is_of_methods_that_are_served() {
        for path in LIMITS.iter().flat_map(|limit| limit.paths) {
            assert!(gostiny_wire::seller_methods().any(|info| info.path == *path), "{path}");
        }
    }

    #[test]
    fn uses_are_told_by_minute_and_forgotten() {
        let (meter, info) = (Meter::default(), ProductInfoV2::INFO);
        for (moment, calls) in [(0, 2), (60_000, 3)] {
            for _ in 0..calls {
                let _ = meter.count(at(moment), WHO, &info, Some(2));
            }
        }
        let counts = |moment, minutes| -> Vec<(u64, u64)> {
            meter.uses(at(moment), minutes, None).iter().map(|of| (of.calls, of.refused)).collect()
        };
        assert_eq!((counts(60_000, 1), counts(60_000, 2)), (vec![(2, 1)], vec![(4, 1)]));
        assert_eq!((counts(360_000, 5), counts(240_000, 5)), (vec![], vec![(4, 1)]));
        assert!(meter.uses(at(60_000), 5, Some(ClientId(7))).is_empty());
        assert_eq!(meter.budgets(at(60_500), None)[0].used, 2);
        assert!(meter.budgets(at(61_000), None).is_empty());
        meter.count(at(1_000_000), WHO, &info, None).unwrap();
        let windows = meter.state().windows.len();
        let kept = (windows, meter.state().counters.len());
        assert_eq!(kept, (0, 1));
        // Calls of one moment may be counted in another order.
        let (late, limit) = (Meter::default(), Some(2));
        for moment in [1, 0] {
            assert!(late.count(at(moment), WHO, &info, limit).is_ok());
        }
        assert!(late.count(at(1), WHO, &info, limit).is_err());
        // A world that began anew is behind.
        meter.count(at(0), WHO, &info, Some(1)).unwrap();
        assert_eq!(counts(0, 5), [(1, 0)]);
    }

    #[test]
    fn what_another_process_let_through_is_used_up_here() {
        let (here, there, info) = (Meter::default(), Meter::default(), PostingFbsGetV3::INFO);
        assert!(here.count(at(0), WHO, &info, Some(50)).is_ok());
        assert!(here.take_untold().is_empty(), "nobody is to be told");
        here.remember();
        here.clear();
        assert!(here.count(at(100), WHO, &info, Some(50)).is_ok());
        assert!(here.count(at(200), WHO, &ProductInfoV2::INFO, Some(50)).is_ok());
        let mut told = here.take_untold();
        told.sort_unstable();
        let path = "/v3/posting/fbs/get".to_owned();
        let all = |moment: Time, calls| (WHO.0, String::new(), 50, moment.0, calls);
        assert_eq!(told, [all(at(200), 2), (WHO.0, path.clone(), 2, at(100).0, 1)]);
        assert!(here.take_untold().is_empty());
        assert!(there.count(at(300), WHO, &info, Some(50)).is_ok());
        let later = (WHO.0, path, 2, at(9_999).0, 1);
        there.hear(at(350), [told, vec![later, (WHO.0, "/v9/unknown".to_owned(), 1, 0, 1)]].concat());
        assert_eq!(
            there.budgets(at(350), None).iter().map(|of| (of.limit, of.used)).collect::<Vec<_>>(),
            [(2, 3), (50, 3)]
        );
        assert!(there.count(at(360), WHO, &info, Some(50)).is_err());
        // A clock that is ahead holds nothing up for longer.
        assert!(there.count(at(1_350), WHO, &info, Some(50)).is_ok());
        here.count(at(400), WHO, &ProductInfoV2::INFO, Some(usize::MAX)).unwrap();
        assert!(here.take_untold().is_empty());
    }

    proptest! {
        #[test]
        fn no_stretch_of_a_window_holds_more_than_allowed(
            steps in proptest::collection::vec(0_i64..400, 1..200),
            limit in 1_usize..20,
        ) {
            let (meter, info) = (Meter::default(), ProductInfoV2::INFO);
            let (mut moment, mut passed) = (0, Vec::new());
            for step in steps {
                moment += step;
                let fits = passed.iter().filter(|earlier| **earlier > moment - 1_000).count() < limit;
                let told = meter.count(at(moment), WHO, &info, Some(limit));
                prop_assert_eq!(told.is_ok(), fits, "at {}", moment);
                match told {
                    Ok(budget) => {
                        passed.push(moment);
                        let used = passed.iter().filter(|earlier| **earlier > moment - 1_000).count();
                        prop_assert_eq!(budget.unwrap().remaining, limit - used);
                    }
                    // Who waits as long as told gets through.
                    Err(_) => {
                        let wait = i64::from(retry(told)) * 1_000;
                        let then = passed.iter().filter(|earlier| **earlier > moment + wait - 1_000).count();
                        prop_assert!(then < limit);
                    }
                }
            }
        }
    }
}
