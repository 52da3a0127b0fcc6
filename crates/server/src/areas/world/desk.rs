//! Whoever sits at the operator's desk in a browser stays there when another world takes this one's place; nobody else
//! does, and no invitation into a world that is gone lets anybody in.

use gostiny_wire::scalar::{ClientId, Time};

use crate::{App, args, call::Call, error::Result};

/// Who is signed in: the hash of a cookie, since when and until when.
pub(super) type Seats = Vec<(String, Time, Time)>;

/// Sessions that are kept at most.
const MOST: i64 = 1_000;

/// Who sits there.
pub(super) async fn who(app: &App) -> Result<Seats> {
    let seats = app.world.read(ClientId(0), |call| {
        Box::pin(
            async move { call.tx.rows(SEATS, args![MOST], |row| Ok((row.next()?, row.next()?, row.next()?))).await },
        )
    });
    seats.await
}

const SEATS: &str = "select hash, created_at, expires_at from console_session where seller_id = 0 \
    order by expires_at desc limit $1";

/// Seats them again in the world that came.
pub(super) async fn stays(app: &App, seats: Seats) -> Result<()> {
    let seated = app.world.write(ClientId(0), move |call| {
        let seats = seats.clone();
        Box::pin(async move {
            for (hash, since, until) in &seats {
                call.tx.run(SEAT, args![hash.as_str(), *since, *until]).await?;
            }
            Ok(())
        })
    });
    seated.await.map(|_| ())
}

const SEAT: &str = "insert into console_session (hash, seller_id, created_at, expires_at) values ($1, 0, $2, $3) \
    on conflict (hash) do nothing";

/// Forgets whom the world that came had let in when it was kept.
pub(super) async fn clear(call: &mut Call) -> Result<()> {
    call.tx.run("delete from console_session", &[]).await?;
    call.tx.run("delete from console_invitation", &[]).await?;
    Ok(())
}

/// Forgets everybody but those at the desk.
pub(super) async fn only(call: &mut Call) -> Result<()> {
    call.tx.run("delete from console_session where seller_id <> 0", &[]).await?;
    Ok(())
}
