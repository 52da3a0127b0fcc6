//! Settings of `serve`: flag over environment over file.

use std::path::{Path, PathBuf};

use clap::Args;
use gostiny_server::demo;
use serde::Deserialize;

/// Everything that can be set. A field that is nowhere set has the default of its accessor.
// No Debug: a token is never printed.
#[derive(Args, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Address to serve on; port 0 picks a free one [default: 127.0.0.1:8080]
    #[arg(long, env = "GOSTINY_LISTEN", value_name = "ADDRESS")]
    listen: Option<String>,
    /// sqlite:PATH, sqlite::memory: or postgres://... [default: sqlite:gostiny-data/gostiny.db]
    #[arg(long, env = "GOSTINY_DATABASE", value_name = "URL", hide_env_values = true)]
    database: Option<String>,
    /// Folder, or s3://BUCKET/PREFIX, for files: pictures, reports, what people send each other [default: gostiny-data/files]
    #[arg(long, env = "GOSTINY_FILES", value_name = "DIR")]
    files: Option<String>,
    /// How others reach this server, for links to files [default: http://ADDRESS]
    #[arg(long, env = "GOSTINY_PUBLIC_URL", value_name = "URL")]
    public_url: Option<String>,
    /// real, manual, or xN such as x60 [default: real]
    #[arg(long, env = "GOSTINY_CLOCK", value_name = "MODE")]
    clock: Option<String>,
    /// When a manual clock begins [default: 2026-01-12T09:00:00Z]
    #[arg(long, env = "GOSTINY_CLOCK_START", value_name = "TIME")]
    clock_start: Option<String>,
    /// Seed of all chance: with a manual clock the same calls then give the same bytes
    #[arg(long, env = "GOSTINY_SEED", value_name = "N")]
    seed: Option<u64>,
    /// Token of the operator API; without one it is closed
    #[arg(long, env = "GOSTINY_OPERATOR_TOKEN", value_name = "TOKEN", hide_env_values = true)]
    operator_token: Option<String>,
    /// By which the operator signs in to the console beside the token: what `gostiny password` prints
    #[arg(long, env = "GOSTINY_OPERATOR_PASSWORD_HASH", value_name = "HASH", hide_env_values = true)]
    operator_password_hash: Option<String>,
    /// Fill an empty database with the demo world and print its keys
    #[arg(long, env = "GOSTINY_DEMO")]
    demo: bool,
    /// Let the demo world, whose keys everybody knows, be reached from other machines
    #[arg(long, env = "GOSTINY_DEMO_ON_ANY_ADDRESS")]
    demo_on_any_address: bool,
    /// Where filled demo worlds are kept, so that the next one in memory is there at once; `none` keeps none
    /// [default: gostiny in the user's cache folder]
    #[arg(long, env = "GOSTINY_DEMO_CACHE", value_name = "DIR")]
    demo_cache: Option<String>,
    /// Let buyers, carriers and moderators live in this world: quiet, usual, black-friday, or a file
    #[arg(long, env = "GOSTINY_SIMULATE", value_name = "PROFILE")]
    simulate: Option<String>,
    /// Stop when standard input ends: for a server that must not outlive the test that started it
    #[arg(long, env = "GOSTINY_STOP_WITH_INPUT")]
    stop_with_input: bool,
    /// What is logged, such as info, warn or gostiny::access=off,info [default: info]
    #[arg(long, env = "GOSTINY_LOG", value_name = "FILTER")]
    log: Option<String>,
}

impl Config {
    /// Lays flags and environment over a file.
    pub fn over(self, file: Option<&Path>) -> Result<Self, String> {
        let Some(path) = file else { return Ok(self) };
        let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
        let file: Self = toml::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?;
        Ok(Self {
            listen: self.listen.or(file.listen),
            database: self.database.or(file.database),
            files: self.files.or(file.files),
            public_url: self.public_url.or(file.public_url),
            clock: self.clock.or(file.clock),
            clock_start: self.clock_start.or(file.clock_start),
            seed: self.seed.or(file.seed),
            operator_token: self.operator_token.or(file.operator_token),
            operator_password_hash: self.operator_password_hash.or(file.operator_password_hash),
            demo: self.demo || file.demo,
            demo_on_any_address: self.demo_on_any_address || file.demo_on_any_address,
            demo_cache: self.demo_cache.or(file.demo_cache),
            simulate: self.simulate.or(file.simulate),
            stop_with_input: self.stop_with_input || file.stop_with_input,
            log: self.log.or(file.log),
        })
    }

    /// Nothing set but where to listen.
    pub fn listening_on(listen: Option<String>) -> Self {
        Self { listen, ..Self::default() }
    }

    /// Nothing set but where the world is kept.
    pub fn kept_in(database: Option<String>, files: Option<String>) -> Self {
        Self { database, files, ..Self::default() }
    }

    pub fn listen(&self) -> &str {
        self.listen.as_deref().unwrap_or("127.0.0.1:8080")
    }
    pub fn database(&self) -> &str {
        self.database.as_deref().unwrap_or(DEFAULT_DATABASE)
    }
    /// A throw-away world has throw-away files unless a folder is named.
    pub fn files(&self) -> &str {
        let default = if self.database() == "sqlite::memory:" { ":memory:" } else { DEFAULT_FILES };
        self.files.as_deref().unwrap_or(default)
    }
    pub fn public_url(&self) -> Option<&str> {
        self.public_url.as_deref()
    }
    pub fn clock(&self) -> &str {
        self.clock.as_deref().unwrap_or("real")
    }
    pub fn clock_start(&self) -> &str {
        self.clock_start.as_deref().unwrap_or("2026-01-12T09:00:00Z")
    }
    pub fn seed(&self) -> Option<u64> {
        self.seed
    }
    pub fn operator_token(&self) -> &str {
        let default = if self.demo { demo::OPERATOR_TOKEN } else { "" };
        self.operator_token.as_deref().unwrap_or(default)
    }
    pub fn operator_password_hash(&self) -> Option<&str> {
        self.operator_password_hash.as_deref().filter(|hash| !hash.is_empty())
    }
    pub fn demo(&self) -> bool {
        self.demo
    }
    pub fn demo_on_any_address(&self) -> bool {
        self.demo_on_any_address
    }
    /// By the rules of the desktop: `XDG_CACHE_HOME`, else `.cache` at home; without a home nowhere.
    pub fn demo_cache(&self) -> Option<PathBuf> {
        let place = |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        match self.demo_cache.as_deref() {
            Some("none" | "") => None,
            Some(folder) => Some(folder.into()),
            None => {
                place("XDG_CACHE_HOME").or_else(|| Some(place("HOME")?.join(".cache"))).map(|at| at.join("gostiny"))
            }
        }
    }
    pub fn simulate(&self) -> Option<&str> {
        self.simulate.as_deref()
    }
    pub fn stop_with_input(&self) -> bool {
        self.stop_with_input
    }
    pub fn log(&self) -> &str {
        self.log.as_deref().unwrap_or("info")
    }
}

/// Where its files are kept unless told otherwise.
const DEFAULT_FILES: &str = "gostiny-data/files";
/// Where a world is kept unless told otherwise.
const DEFAULT_DATABASE: &str = "sqlite:gostiny-data/gostiny.db";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flag_wins_over_the_file_and_the_file_over_the_default() {
        let path = std::env::temp_dir().join(format!("gostiny-config-{}.toml", std::process::id()));
        std::fs::write(&path, "listen = \"0.0.0.0:1\"\nclock = \"x60\"\nseed = 7\n").unwrap();
        let flags = Config { listen: Some("127.0.0.1:2".to_owned()), ..Config::default() };
        let config = flags.over(Some(&path)).unwrap();
        assert_eq!((config.listen(), config.clock(), config.seed()), ("127.0.0.1:2", "x60", Some(7)));
        assert_eq!((config.database(), config.operator_token()), (DEFAULT_DATABASE, ""));
        std::fs::write(&path, "lisen = \"\"").unwrap();
        assert!(Config::default().over(Some(&path)).is_err_and(|error| error.contains("lisen")));
        std::fs::remove_file(&path).unwrap();
    }
}
