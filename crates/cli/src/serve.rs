//! `gostiny serve`: opens the world, serves it, stops when told to.

use std::{net::IpAddr, path::PathBuf};

use clap::Args;
use gostiny_server::{
    App, Options,
    api::{self, limit},
    areas::world,
    demo, open, router,
    store::DbUrl,
};
use tokio::{net::TcpListener, sync::watch};
use tracing_subscriber::{EnvFilter, Layer, layer::SubscriberExt, util::SubscriberInitExt};

use crate::{Outcome, block_on, config::Config, simulate, told_to_stop};

/// Run the marketplace.
#[derive(Args)]
pub struct Serve {
    #[command(flatten)]
    config: Config,
    /// A TOML file with the same names, such as `listen = "0.0.0.0:8080"`
    #[arg(long = "config", env = "GOSTINY_CONFIG", value_name = "FILE")]
    file: Option<PathBuf>,
}

impl Serve {
    /// Serves until the process is told to stop.
    pub fn run(self) -> Outcome {
        let config = self.config.over(self.file.as_deref())?;
        let filter: EnvFilter = config.log().parse()?;
        let log = tracing_subscriber::fmt::layer().json().with_writer(std::io::stderr);
        // A log that cannot be written, such as one on a full disk, stops nothing: saying so would go there too.
        let log = log.log_internal_errors(false).with_filter(filter);
        let all = tracing_subscriber::registry().with(log);
        #[cfg(feature = "otel")]
        let traces = crate::otel::Traces::from_environment()?;
        #[cfg(feature = "otel")]
        let all = all.with(traces.as_ref().map(crate::otel::Traces::layer));
        all.init();
        let served = block_on(serve(&config))?;
        // A collector that is gone is no failure of ours.
        #[cfg(feature = "otel")]
        if let Some(Err(error)) = traces.map(crate::otel::Traces::finish) {
            tracing::warn!(%error, "the last spans could not be sent");
        }
        served
    }
}

async fn serve(config: &Config) -> Outcome {
    let prepared = std::thread::spawn(api::prepare);
    let database: DbUrl = config.database().parse()?;
    let options = Options {
        database,
        files: config.files().parse()?,
        clock: config.clock().parse()?,
        clock_start: config.clock_start().parse()?,
        seed: config.seed(),
        operator_token: config.operator_token().to_owned(),
        operator_password: config.operator_password_hash().map(str::parse).transpose()?,
        demo: config.demo(),
        demo_cache: config.demo_cache(),
    };
    let listener = TcpListener::bind(config.listen()).await.map_err(|error| format!("{}: {error}", config.listen()))?;
    let address = listener.local_addr()?;
    if config.demo() && !is_local(address.ip()) && !config.demo_on_any_address() {
        return Err(format!(
            "the demo world's keys are known to everybody: {address} needs --demo-on-any-address as well"
        )
        .into());
    }
    let simulation = config.simulate().map(|profile| simulate::inside(profile, config, address)).transpose()?;
    let app = open(&options).await?;
    app.world.files.reached_at(config.public_url().unwrap_or(&format!("http://{address}")));
    let (stopping, _) = watch::channel(());
    let agenda = {
        let (app, mut stop) = (app.clone(), stopping.subscribe());
        tokio::spawn(async move { app.agenda.run(async move { drop(stop.changed().await) }).await })
    };
    let limits = {
        let (app, mut stop) = (app.clone(), stopping.subscribe());
        tokio::spawn(limit::share(app, async move { drop(stop.changed().await) }))
    };
    let follows = {
        let (app, mut stop) = (app.clone(), stopping.subscribe());
        tokio::spawn(world::follow(app, async move { drop(stop.changed().await) }).await?)
    };
    prepared.join().map_err(|_| "the counters could not be set up")?;
    // Listened for before anybody is told that there is something to stop.
    let (told, input_ends) = (told_to_stop()?, input_ends(config.stop_with_input())?);
    println!("gostiny is listening on http://{address}");
    if config.demo() {
        println!("{}", demo::keys(config.operator_token()));
    } else if config.operator_token().is_empty() {
        tracing::warn!("no operator token is set: the operator API is closed");
    }
    let simulated = simulation.map(simulate::beside);
    let moves = app.agenda.moves.clone();
    let stop = async move {
        tokio::select! {
            () = told => {}
            () = input_ends => {}
        }
        // Open pages would keep the door open.
        moves.close();
        // Before the door closes: the simulation's calls would fail at it.
        simulated.inspect(tokio::task::JoinHandle::abort);
    };
    api::serve(listener, router(app.clone()), stop).await?;
    stopping.send_replace(());
    agenda.await?;
    limits.await?;
    follows.await?;
    finish(&app).await
}

async fn finish(app: &App) -> Outcome {
    world::keep_later_time(&app.world).await?;
    tracing::info!("stopped");
    Ok(())
}

fn is_local(address: IpAddr) -> bool {
    address.is_loopback()
}

/// Resolves when standard input ends, which it does when whoever started this process dies; never when nobody asked.
fn input_ends(asked: bool) -> std::io::Result<impl Future<Output = ()> + Send + 'static> {
    let (tell, told) = tokio::sync::oneshot::channel::<()>();
    if asked {
        // A thread that nobody waits for: a read from standard input cannot be called off.
        std::thread::Builder::new().name("input".into()).spawn(move || {
            let ended = std::io::copy(&mut std::io::stdin().lock(), &mut std::io::sink());
            if let Err(error) = ended {
                tracing::warn!(%error, "standard input cannot be read any more");
            }
            drop(tell);
        })?;
    }
    Ok(async move { if asked { drop(told.await) } else { std::future::pending().await } })
}
