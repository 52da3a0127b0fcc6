//! `gostiny simulate`, and the simulator inside `serve`: the marketplace around the shops, over the network like any
//! other caller.

use std::{
    io::{IsTerminal, Write},
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    path::Path,
    time::{Duration, Instant},
};

use clap::{Args, ValueEnum};
use gostiny_server::demo;
use gostiny_sim::{Acting, Options, Progress, profile::Profile, stopper};
use gostiny_wire::scalar::ClientId;
use tokio::task::JoinHandle;

use crate::{Outcome, block_on, config::Config, told_to_stop};

/// Let a marketplace live: buyers, carriers, moderators, and shops where asked for.
///
/// A clock that is moved by hand is moved by the simulator, as fast as the machine can; any other is lived along with.
#[derive(Args)]
pub struct Simulate {
    /// quiet, usual, black-friday, or a file of the same form
    #[arg(long, default_value = "usual")]
    profile: String,
    /// Days to live; without it until Ctrl-C, or one day on a clock that is moved by hand
    #[arg(long)]
    days: Option<i64>,
    /// What all chance comes from: the same seed, profile and world give the same calls
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Whether the simulator packs and makes acts for all shops
    #[arg(long, value_enum, default_value_t = Sellers::Wait)]
    sellers: Sellers,
    /// Pack for these shops alone
    #[arg(long, value_name = "CLIENT_ID", value_delimiter = ',', conflicts_with = "sellers")]
    act_for: Vec<i64>,
    /// Buy from these shops alone, and move their parcels only
    #[arg(long, value_name = "CLIENT_ID", value_delimiter = ',')]
    only_sellers: Vec<i64>,
    /// Calls at once: faster, but then the same seed no longer gives the same numbers
    #[arg(long, default_value_t = 1)]
    at_once: usize,
    /// Where the marketplace is
    #[arg(long, env = "GOSTINY_URL", default_value = "http://127.0.0.1:8080")]
    url: String,
    /// Token of the operator API; the demo world's unless told otherwise
    #[arg(long, env = "GOSTINY_OPERATOR_TOKEN", hide_env_values = true, default_value = demo::OPERATOR_TOKEN)]
    operator_token: String,
    /// Print nothing but what went wrong
    #[arg(long, short)]
    quiet: bool,
}

/// Who drives the shops.
#[derive(Clone, Copy, ValueEnum)]
enum Sellers {
    /// Their own software
    Wait,
    /// The simulator
    Act,
}

impl Simulate {
    /// Simulates, and prints what was done.
    pub fn run(self) -> Outcome {
        let ids = |list: &[i64]| list.iter().copied().map(ClientId).collect::<Vec<_>>();
        let acting = match self.sellers {
            Sellers::Act => Acting::All,
            Sellers::Wait if self.act_for.is_empty() => Acting::Nobody,
            Sellers::Wait => Acting::Only(ids(&self.act_for)),
        };
        let mut options = Options {
            base_url: self.url,
            token: self.operator_token,
            profile: profile(&self.profile)?,
            seed: self.seed,
            days: self.days,
            acting,
            only: ids(&self.only_sellers),
            at_once: self.at_once,
        };
        block_on(async move {
            let (stopping, stop) = stopper();
            let told = told_to_stop()?;
            tokio::spawn(async move {
                told.await;
                stopping.send_replace(true);
            });
            if options.days.is_none() && gostiny_sim::stands_still(&options).await? {
                options.days = Some(1);
            }
            let mut line = Line::new(self.quiet);
            let done = gostiny_sim::run(&options, stop, |progress| line.show(progress)).await?;
            line.end();
            if !self.quiet {
                summary(&done)?;
            }
            Ok(())
        })?
    }
}

/// The simulation inside a server. The world's clock has to go by itself: nobody would end it otherwise.
pub fn inside(name: &str, config: &Config, address: SocketAddr) -> Result<Options, String> {
    if config.operator_token().is_empty() {
        return Err("--simulate calls the operator API: it needs --operator-token".to_owned());
    }
    if config.clock() == "manual" {
        return Err(
            "--simulate lives along with a clock that goes: --clock real or x60. One that is moved by hand is \
                    moved by `gostiny simulate --days N`"
                .to_owned(),
        );
    }
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    Ok(Options {
        base_url: format!("http://{}", SocketAddr::new(ip, address.port())),
        token: config.operator_token().to_owned(),
        profile: profile(name)?,
        seed: config.seed().unwrap_or(1),
        days: None,
        acting: Acting::Nobody,
        only: Vec::new(),
        at_once: 1,
    })
}

/// Simulates beside a server.
pub fn beside(options: Options) -> JoinHandle<()> {
    tokio::spawn(async move {
        // The server ends it by ending this task.
        let (_stopping, stop) = stopper();
        if let Err(error) = gostiny_sim::run(&options, stop, |progress| tracing::debug!("{}", told(progress))).await {
            tracing::error!(error = ?error, "the simulation ended");
        }
    })
}

/// A profile by its name, or from a file.
pub fn profile(name: &str) -> Result<Profile, String> {
    if let Some(profile) = Profile::built_in(name) {
        return profile;
    }
    let known = || gostiny_sim::profile::BUILT_IN.map(|(name, _)| name).join(", ");
    let text = std::fs::read_to_string(Path::new(name))
        .map_err(|error| format!("{name} is no profile ({}) and no file: {error}", known()))?;
    Profile::read(&text).map_err(|error| format!("{name}: {error}"))
}

/// One line that is written over, for people at a terminal; now and then a line of its own for logs.
struct Line {
    out: std::io::Stderr,
    last: Option<Instant>,
    quiet: bool,
}

impl Line {
    fn new(quiet: bool) -> Self {
        Self { out: std::io::stderr(), last: None, quiet }
    }

    fn show(&mut self, progress: &Progress) {
        let is_terminal = self.out.is_terminal();
        let gap = if is_terminal { Duration::from_millis(200) } else { Duration::from_secs(10) };
        if self.quiet || self.last.is_some_and(|last| last.elapsed() < gap) {
            return;
        }
        self.last = Some(Instant::now());
        let (open, close) = if is_terminal { ("\r\x1b[2K", "") } else { ("", "\n") };
        // Whoever closed the other end wants no more lines.
        let _ = write!(self.out, "{open}{}{close}", told(progress));
        let _ = self.out.flush();
    }

    fn end(&mut self) {
        if !self.quiet && self.out.is_terminal() {
            let _ = writeln!(self.out);
        }
    }
}

fn told(progress: &Progress) -> String {
    let (counts, tenths) = (&progress.counts, progress.orders_per_second_tenths());
    format!(
        "{}  {} orders ({}.{}/s)  {} under way  {} delivered  {} sent back  {} refused calls",
        progress.now.date_and_time(),
        counts.of("orders"),
        tenths / 10,
        tenths % 10,
        progress.under_way,
        counts.of("delivered"),
        counts.of("sent back"),
        counts.refusals() + counts.failed,
    )
}

fn summary(done: &Progress) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    let hours = done.now.seconds_since(done.begun) / 3_600;
    let tenths = done.orders_per_second_tenths();
    writeln!(
        out,
        "{} to {}: {} days {} hours in {} s, {}.{} orders/s",
        done.begun.date_and_time(),
        done.now.date_and_time(),
        hours / 24,
        hours % 24,
        done.millis / 1_000,
        tenths / 10,
        tenths % 10
    )?;
    if done.on_sale == 0 {
        writeln!(out, "  nothing is on sale: no product is moderated, priced and in stock")?;
    }
    for (what, times) in &done.counts.done {
        writeln!(out, "  {what:<26}{times:>9}")?;
    }
    for ((what, said), times) in &done.counts.refused {
        writeln!(out, "  refused: {what}: {said:<40}{times:>6}")?;
    }
    if done.counts.failed > 0 {
        writeln!(out, "  the server failed at {} calls", done.counts.failed)?;
    }
    Ok(())
}
