//! The marketplace in a browser: a shop's cabinet and the operator's desk. Owns `console_session` and
//! `console_invitation`. A page calls the methods of the API inside this process, so no rule lives twice; start at
//! `router`, the list of pages, then `visit.rs`: who looks.

mod asset;
mod chart;
mod enter;
mod fields;
mod invitation;
mod live;
mod operator;
mod page;
mod password;
mod seller;
mod session;
mod show;
mod text;
mod tries;
mod visit;

pub use password::PasswordHash;

use std::sync::Arc;

use axum::{
    Router,
    extract::Request,
    http::{HeaderName, HeaderValue, header},
    middleware::{self, Next},
    response::Response,
    routing::{any, get, post},
};
use futures_util::future::BoxFuture;
use gostiny_wire::scalar::{ClientId, Time};
use tokio::sync::Semaphore;
use tries::Tries;

use crate::{
    App,
    api::Direct,
    call::Call,
    error::{Error, Result},
    operator_routes, seller_routes,
};

/// Pages that are told at once of what moved.
const OPEN_PAGES: usize = 256;
/// Passwords that are tried at once: each takes memory and a core.
const PASSWORDS: usize = 2;

/// What pages share.
pub struct Console {
    app: Arc<App>,
    seller: Direct,
    operator: Direct,
    tries: Tries,
    pages: Arc<Semaphore>,
    passwords: Semaphore,
}

impl Console {
    /// The time on the wall: sessions and invitations are people's, whatever the world's clock shows.
    fn wall(&self) -> Time {
        self.app.world.clock.system()
    }

    /// Whether it is the operator's token, or the password.
    async fn is_operator(&self, secret: &str) -> Result<bool> {
        if self.app.is_operator(secret) {
            return Ok(true);
        }
        let Some(kept) = self.app.operator_password.clone() else { return Ok(false) };
        let _turn = self.passwords.acquire().await.map_err(|error| Error::Internal(error.into()))?;
        let secret = secret.to_owned();
        let tried = tokio::task::spawn_blocking(move || kept.fits(&secret));
        tried.await.map_err(|error| Error::Internal(error.into()))
    }

    /// Reads in whichever world it is, which stays in its place meanwhile.
    async fn read<T, F>(&self, body: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'a> Fn(&'a mut Call) -> BoxFuture<'a, Result<T>> + Send + Sync + 'static,
    {
        let _turn = self.app.turns.hold().await;
        self.app.world.read(ClientId(0), body).await
    }

    /// The same for what writes.
    async fn write<T, F>(&self, body: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'a> Fn(&'a mut Call) -> BoxFuture<'a, Result<T>> + Send + Sync + 'static,
    {
        let _turn = self.app.turns.hold().await;
        self.app.write(ClientId(0), body).await
    }
}

/// The pages, to be served beside the API.
pub fn router(app: Arc<App>) -> Router<Arc<App>> {
    let console = Arc::new(Console {
        app,
        seller: Direct::over(seller_routes()),
        operator: Direct::over(operator_routes()),
        tries: Tries::default(),
        pages: Arc::new(Semaphore::new(OPEN_PAGES)),
        passwords: Semaphore::new(PASSWORDS),
    });
    Router::new()
        .route("/console", get(enter::home))
        .route("/console/sign-in", get(enter::door).post(enter::sign_in))
        .route("/console/sign-out", post(enter::sign_out))
        .route("/console/demo", post(enter::enter_demo))
        .route("/console/invitation/{secret}", get(enter::invitation).post(enter::accept))
        .route("/console/language", get(enter::language))
        .route("/console/live", get(live::live))
        .route("/console/assets/{name}", get(asset::serve))
        .merge(operator::pages())
        .merge(seller::pages())
        .route("/console/", get(enter::home))
        .route("/console/{*rest}", any(enter::nowhere))
        .method_not_allowed_fallback(enter::above)
        .layer(middleware::from_fn(guard))
        .with_state(console)
}

/// What a browser must not do with our pages.
async fn guard(request: Request, next: Next) -> Response {
    const POLICY: &str =
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";
    let mut answer = next.run(request).await;
    let headers = answer.headers_mut();
    let is_drawing = headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind == "application/pdf");
    if !is_drawing {
        // A drawing holds no page, and browsers show it by means that the policy forbids.
        headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    }
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers
        .insert(HeaderName::from_static("permissions-policy"), HeaderValue::from_static("camera=(), geolocation=()"));
    answer
}
