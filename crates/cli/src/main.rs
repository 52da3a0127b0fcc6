//! The program `gostiny`: commands and configuration over the server and the client.

mod backup;
mod call;
mod check;
mod config;
mod man;
mod manage;
#[cfg(feature = "otel")]
mod otel;
mod password;
mod plain;
mod progress;
mod probe;
mod serve;
mod simulate;
mod snapshot;
mod taxonomy;
mod twin;
mod watch;

use std::{io::Write, process::ExitCode};

use clap::{CommandFactory, Parser, Subcommand};
use gostiny_server::api::{Surface, description::document};
use gostiny_wire::scalar::Time;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// A self-hosted marketplace that speaks the Ozon Seller API.
#[derive(Parser)]
#[command(version, propagate_version = true)]
struct Program {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run the marketplace.
    Serve(serve::Serve),
    /// Print the OpenAPI description.
    Openapi {
        /// Of the operator API instead of the seller API.
        #[arg(long)]
        operator: bool,
    },
    Probe(probe::Probe),
    Migrate(manage::Migrate),
    Check(check::Check),
    Backup(backup::Backup),
    /// Manage shops in a database.
    #[command(subcommand)]
    Seller(manage::SellerCommand),
    /// Manage API keys in a database.
    #[command(subcommand)]
    Key(manage::KeyCommand),
    /// Manage the category tree in a database.
    #[command(subcommand)]
    Taxonomy(taxonomy::TaxonomyCommand),
    /// Save a whole world as a file, and restore it.
    #[command(subcommand)]
    Snapshot(snapshot::SnapshotCommand),
    /// Call a method of a running marketplace, signed like a seller.
    Call(call::Call),
    Twin(twin::Twin),
    Watch(watch::Watch),
    Password(password::Password),
    Simulate(simulate::Simulate),
    Man(man::Man),
    /// Print a completion script for a shell.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
}

/// What a command comes to.
type Outcome<T = ()> = Result<T, Failure>;
/// What a command that failed says.
type Failure = Box<dyn std::error::Error + Send + Sync>;

fn main() -> ExitCode {
    let outcome = match Program::parse().command {
        Command::Serve(serve) => serve.run(),
        Command::Openapi { operator } => openapi(operator),
        Command::Probe(probe) => probe.run(),
        Command::Migrate(migrate) => migrate.run(),
        Command::Check(check) => check.run(),
        Command::Backup(backup) => backup.run(),
        Command::Seller(command) => command.run(),
        Command::Key(command) => command.run(),
        Command::Taxonomy(command) => command.run(),
        Command::Snapshot(command) => command.run(),
        Command::Call(call) => call.run(),
        Command::Twin(twin) => twin.run(),
        Command::Watch(watch) => watch.run(),
        Command::Password(password) => password.run(),
        Command::Simulate(simulate) => simulate.run(),
        Command::Man(man) => man.run(Program::command()),
        Command::Completions { shell } => {
            clap_complete::generate(shell, &mut Program::command(), "gostiny", &mut std::io::stdout());
            Ok(())
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("gostiny: {error}");
            let mut cause = error.source();
            while let Some(inner) = cause {
                eprintln!("  because: {inner}");
                cause = inner.source();
            }
            error.downcast_ref().map_or(ExitCode::FAILURE, call::Refused::code)
        }
    }
}

fn openapi(operator: bool) -> Outcome {
    let (surface, routes) = match operator {
        true => (Surface::Operator, gostiny_server::operator_routes()),
        false => (Surface::Seller, gostiny_server::seller_routes()),
    };
    Ok(writeln!(std::io::stdout(), "{:#}", document(surface, routes.infos()))?)
}

/// The time on the wall: whoever looks at a shop from outside lives in it.
#[expect(clippy::disallowed_methods, reason = "a shop elsewhere tells no clock")]
fn now() -> Time {
    let micros = |time: std::time::Duration| i64::try_from(time.as_micros()).unwrap_or(i64::MAX);
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    Time(since.map_or_else(|before| -micros(before.duration()), micros))
}

/// Ends when the process is told to stop.
fn told_to_stop() -> std::io::Result<impl Future<Output = ()> + Send + 'static> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// Runs asynchronous work of a command.
fn block_on<T>(work: impl Future<Output = T>) -> std::io::Result<T> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let done = runtime.block_on(work);
    // The end waits for no long read that has lost its caller; a job in its middle is done again after the next start.
    runtime.shutdown_background();
    Ok(done)
}
