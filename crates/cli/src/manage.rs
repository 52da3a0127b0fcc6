//! Commands that work on a database itself: bring its schema up to date, open a shop, make a key.

use std::{error::Error, path::PathBuf, sync::Arc};

use clap::{Args, Subcommand};
use gostiny_server::{
    App, Options,
    areas::seller,
    audit::{self, Actor, Line},
    clock::Mode,
    files::FilesUrl,
    open,
    store::{Db, DbUrl},
};
use gostiny_wire::{
    operator::{KeyCreateRequest, SellerCreateRequest},
    scalar::{ClientId, Time},
};

use crate::{Outcome, block_on, config::Config};

/// The database to work on. A running server may have it open.
#[derive(Args)]
pub struct Place {
    /// sqlite:PATH or postgres://... [default: sqlite:gostiny-data/gostiny.db]
    #[arg(long, env = "GOSTINY_DATABASE", value_name = "URL", hide_env_values = true)]
    database: Option<String>,
    /// The file that the server was given
    #[arg(long, env = "GOSTINY_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
}

impl Place {
    /// Its address, which may stand in the server's own file only.
    pub fn url(&self) -> Result<DbUrl, Box<dyn Error + Send + Sync>> {
        Ok(Config::kept_in(self.database.clone(), None).over(self.config.as_deref())?.database().parse()?)
    }

    /// Opens it.
    pub async fn open(&self) -> Result<Arc<App>, Box<dyn Error + Send + Sync>> {
        let options = Options {
            database: self.url()?,
            files: FilesUrl::Memory,
            clock: Mode::Real,
            clock_start: Time::default(),
            seed: None,
            operator_token: String::new(),
            operator_password: None,
            demo: false,
            demo_cache: None,
        };
        Ok(open(&options).await?)
    }
}

/// What the audit log is told of a command.
fn line(app: &App, method: &str, request: &impl serde::Serialize) -> Outcome<Line> {
    let asked = serde_json::to_value(request)?.as_object().cloned().unwrap_or_default();
    Ok(Line::asked(&Actor::command(), app.world.clock.system(), method, asked))
}

/// Bring the schema of a database up to date, as a server does when it starts.
#[derive(Args)]
pub struct Migrate {
    #[command(flatten)]
    place: Place,
}

impl Migrate {
    /// Migrates in one transaction; of several processes one does it, the others wait.
    pub fn run(self) -> Outcome {
        let url = self.place.url()?;
        block_on(async { Db::open(&url).await })??;
        println!("the schema is up to date");
        Ok(())
    }
}

/// Commands on shops.
#[derive(Subcommand)]
pub enum SellerCommand {
    /// Open a shop and print its keys.
    Add {
        /// Its name, as documents print it.
        name: String,
        /// Currency of its prices.
        #[arg(long, default_value = "RUB")]
        currency: String,
        /// With the premium level.
        #[arg(long)]
        premium: bool,
        #[command(flatten)]
        place: Place,
    },
}

impl SellerCommand {
    /// Runs it.
    pub fn run(self) -> Outcome {
        let Self::Add { name, currency, premium, place } = self;
        let request = SellerCreateRequest { name, currency_code: currency, premium };
        block_on(async {
            let app = place.open().await?;
            let line = line(&app, "SellerCreate", &request)?;
            let opened = app.world.write(ClientId(0), move |call| {
                let (request, line) = (request.clone(), line.clone());
                Box::pin(async move {
                    audit::note(&mut call.tx, &line).await?;
                    seller::create(call, &request).await
                })
            });
            let (shop, _) = opened.await?;
            println!("Client-Id: {}\nApi-Key: {}", shop.client_id, shop.api_key);
            Ok(())
        })?
    }
}

/// Commands on API keys.
#[derive(Subcommand)]
pub enum KeyCommand {
    /// Make a key for a shop and print it, this once.
    Add {
        /// The shop.
        client_id: i64,
        /// What the key is for.
        #[arg(long, default_value = "made by command")]
        name: String,
        /// A role, such as "Posting FBS"; may be given several times. None is every right.
        #[arg(long = "role", value_name = "ROLE")]
        roles: Vec<String>,
        /// A network it may be used from, such as 10.0.0.0/8; may be given several times.
        #[arg(long = "network", value_name = "CIDR")]
        networks: Vec<String>,
        /// When it stops to work, such as 2027-01-01T00:00:00Z.
        #[arg(long, value_name = "TIME")]
        expires_at: Option<String>,
        #[command(flatten)]
        place: Place,
    },
}

impl KeyCommand {
    /// Runs it.
    pub fn run(self) -> Outcome {
        let Self::Add { client_id, name, roles, networks, expires_at, place } = self;
        let expires_at = expires_at.map(|time| time.parse()).transpose()?;
        let request = KeyCreateRequest { client_id: ClientId(client_id), name, roles, expires_at, networks };
        block_on(async {
            let app = place.open().await?;
            let line = line(&app, "KeyCreate", &request)?;
            let made = app.world.write(ClientId(0), move |call| {
                let (request, line) = (request.clone(), line.clone());
                Box::pin(async move {
                    audit::note(&mut call.tx, &line).await?;
                    seller::create_key(call, &request).await
                })
            });
            println!("Api-Key: {}", made.await?.0.api_key);
            Ok(())
        })?
    }
}
