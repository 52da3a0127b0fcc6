//! What the benchmark found: a table for people, `bench.json` for programs. Times in microseconds, shares in
//! thousandths; everything is whole numbers.

use super::load::Figures;
use super::pages::Page;
use serde::Serialize;

/// One run over one or two databases.
#[derive(Default, Serialize)]
pub struct Report {
    /// Processors of the machine, shared by server, database and load generator.
    pub cores: usize,
    /// Connections at once.
    pub connections: usize,
    /// Seconds per operation.
    pub seconds: u64,
    /// In the order of measuring.
    pub databases: Vec<Database>,
}

/// All that was found on one database.
#[derive(Default, Serialize)]
pub struct Database {
    /// `sqlite` or `postgres`.
    pub database: &'static str,
    /// Start with an empty database: migrations and the demo world.
    pub first_start: u64,
    /// Start with the existing database, to the ready line: the median of five.
    pub cold_start: u64,
    /// Kilobytes of memory with the demo world, before the first request.
    pub memory_idle: u64,
    /// Kilobytes of memory after all operations.
    pub memory_after: u64,
    /// One per operation.
    pub rows: Vec<Row>,
    /// One per page of the console.
    pub pages: Vec<Page>,
    /// Operations that could not be measured, with the reason.
    pub failures: Vec<String>,
}

/// One operation.
#[derive(Serialize)]
pub struct Row {
    /// Its name.
    pub operation: String,
    /// Answers.
    pub requests: u64,
    /// Answers per second.
    pub per_second: u64,
    /// Half of the answers took at most this long.
    pub p50: u64,
    /// 99 of 100 answers took at most this long.
    pub p99: u64,
    /// Tenths of a microsecond of the server's processor time per answer; the database server's is not in it.
    pub cpu_tenths: u64,
    /// Length of an answer's body.
    pub answer_bytes: u64,
    /// Answers per second of fixed bytes of the same length.
    pub fixed_per_second: u64,
    /// The floor with JSON and no database, for the operations that have a goal.
    pub floor: Option<Floor>,
    /// An answer when nobody else asks, for the operations that have a plain query.
    pub alone: u64,
    /// The same rows asked of the database alone.
    pub plain: Option<u64>,
    /// Kilobytes of memory at most, without mapped files for what is done one after the other.
    pub peak: Option<u64>,
}

/// The floor an operation's goal refers to.
#[derive(Serialize)]
pub struct Floor {
    /// `F_a`, `F_b`, `F_c`, or what single commits are measured by.
    pub name: &'static str,
    /// Its answers per second.
    pub per_second: u64,
    /// Tenths of a microsecond of its processor time per answer.
    pub cpu_tenths: u64,
    /// The share of it that the operation should reach.
    pub goal: u64,
}

impl Floor {
    /// From what the load generator saw and the processor time the floor used meanwhile.
    pub fn new(name: &'static str, seen: &Figures, cpu: u64, goal: u64) -> Self {
        Self { name, per_second: seen.per_second(), cpu_tenths: tenths_each(cpu, seen.requests), goal }
    }
}

impl Row {
    /// From what the load generator saw and the processor time used meanwhile.
    pub fn new(operation: String, seen: &Figures, cpu: u64, fixed: &Figures, floor: Option<Floor>) -> Self {
        Self {
            operation,
            requests: seen.requests,
            per_second: seen.per_second(),
            p50: seen.p50,
            p99: seen.p99,
            cpu_tenths: tenths_each(cpu, seen.requests),
            answer_bytes: seen.answer_bytes,
            fixed_per_second: fixed.per_second(),
            floor,
            alone: 0,
            plain: None,
            peak: None,
        }
    }
}

const HEAD: [&str; 13] = [
    "operation",
    "req/s",
    "p50 ms",
    "p99 ms",
    "CPU us",
    "bytes",
    "fixed/s",
    "ratio",
    "floor",
    "floor/s",
    "CPU us",
    "ratio",
    "goal",
];

impl Database {
    /// The table and the figures around it.
    pub fn print(&self) {
        println!("\n{}", self.database);
        let mut lines: Vec<[String; 13]> = vec![HEAD.map(str::to_owned)];
        lines.extend(self.rows.iter().map(cells));
        for line in &lines {
            let [operation, rest @ ..] = line;
            let rest: Vec<String> = rest.iter().map(|cell| format!(" {cell:>8}")).collect();
            println!("  {operation:<25}{}", rest.join("").trim_end());
        }
        for row in &self.rows {
            if let Some(plain) = row.plain {
                let (name, share) = (&row.operation, percent(share(plain, row.alone)));
                println!("  {name}: alone {}, the plain query {}, ratio {share}", ms(row.alone), ms(plain));
            }
            if let Some(peak) = row.peak {
                println!("  {}: memory {} MB at most", row.operation, peak / 1024);
            }
        }
        for page in &self.pages {
            println!(
                "  page {:<20} first byte {} / {}, whole {} / {} (p50 / p99), {} bytes, {} times",
                page.page,
                ms(page.first_p50),
                ms(page.first_p99),
                ms(page.whole_p50),
                ms(page.whole_p99),
                page.bytes,
                page.requests
            );
        }
        println!("  first start {}, cold start {} (goal under 100 ms)", ms(self.first_start), ms(self.cold_start));
        println!(
            "  memory idle {} MB (goal under 40 MB), after the run {} MB",
            self.memory_idle / 1024,
            self.memory_after / 1024
        );
        for failure in &self.failures {
            println!("  FAILED: {failure}");
        }
    }
}

fn cells(row: &Row) -> [String; 13] {
    let (name, per_second, cpu, reached, goal) = match &row.floor {
        None => Default::default(),
        Some(floor) => {
            let reached = share(row.per_second, floor.per_second);
            let mark = if reached < floor.goal { "  missed" } else { "" };
            let goal = format!("{}{mark}", percent(floor.goal));
            (floor.name.to_owned(), floor.per_second.to_string(), decimal(floor.cpu_tenths), percent(reached), goal)
        }
    };
    let beside_fixed = match row.fixed_per_second {
        0 => String::new(),
        fixed => percent(share(row.per_second, fixed)),
    };
    [
        row.operation.clone(),
        row.per_second.to_string(),
        ms(row.p50).replace(" ms", ""),
        ms(row.p99).replace(" ms", ""),
        decimal(row.cpu_tenths),
        row.answer_bytes.to_string(),
        row.fixed_per_second.to_string(),
        beside_fixed,
        name,
        per_second,
        cpu,
        reached,
        goal,
    ]
}

fn tenths_each(micros: u64, requests: u64) -> u64 {
    micros.saturating_mul(10) / requests.max(1)
}

/// Thousandths.
fn share(part: u64, whole: u64) -> u64 {
    part.saturating_mul(1000) / whole.max(1)
}

fn percent(thousandths: u64) -> String {
    format!("{} %", decimal(thousandths))
}

fn decimal(tenths: u64) -> String {
    format!("{}.{}", tenths / 10, tenths % 10)
}

fn ms(micros: u64) -> String {
    format!("{}.{:02} ms", micros / 1000, micros % 1000 / 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_says_its_share_and_a_missed_goal() {
        let seen = Figures { requests: 2_000, elapsed: 1_000_000, p50: 1_234, ..Figures::default() };
        let fixed = Figures { requests: 8_000, elapsed: 1_000_000, ..Figures::default() };
        let unspoilt = Figures { requests: 10_000, elapsed: 1_000_000, ..Figures::default() };
        let floor = Floor::new("F_a", &unspoilt, 77_000, 250);
        let cells = cells(&Row::new("product".to_owned(), &seen, 30_000, &fixed, Some(floor)));
        let want = [
            "product",
            "2000",
            "1.23",
            "0.00",
            "15.0",
            "0",
            "8000",
            "25.0 %",
            "F_a",
            "10000",
            "7.7",
            "20.0 %",
            "25.0 %  missed",
        ];
        assert_eq!(cells, want);
    }
}
