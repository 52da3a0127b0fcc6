//! The shop that an example works on.

use gostiny_client::{Client, wire::scalar::ClientId};

/// How an example ends.
pub type Outcome<T = ()> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// The shop that `NAME_URL`, `NAME_CLIENT_ID` and `NAME_API_KEY` of the environment name; without them the first shop of
/// the demo world.
pub fn shop(name: &str) -> Outcome<Client> {
    let given = |what: &str, usual: &str| std::env::var(format!("{name}_{what}")).unwrap_or_else(|_| usual.to_owned());
    let client_id = given("CLIENT_ID", "100001").parse()?;
    let key = given("API_KEY", "11111111-1111-4111-8111-111111111111");
    Ok(Client::seller(&given("URL", "http://127.0.0.1:8080"), ClientId(client_id), &key)?)
}

/// The argument at a place, counted from 1; without it `what` is asked for.
#[allow(dead_code, reason = "one example needs to be told nothing")]
pub fn given(place: usize, what: &str) -> Outcome<String> {
    std::env::args().nth(place).ok_or_else(|| format!("{what} is missing").into())
}
