//! The operator's view of the settings.

use gostiny_wire::{
    operator::{Settings, SettingsGetRequest, SettingsSetRequest},
    scalar::ClientId,
};

use crate::{
    areas::{seller, setting},
    call::Call,
    error::Result,
};

/// Shows what is in force.
pub async fn get(call: &mut Call, req: &SettingsGetRequest) -> Result<Settings> {
    let seller = known(call, req.client_id).await?;
    setting::in_force(call, seller).await
}

/// Changes what is given and keeps the rest.
pub async fn set(call: &mut Call, req: &SettingsSetRequest) -> Result<Settings> {
    let seller = known(call, req.client_id).await?;
    setting::choose(call, seller, &req.settings).await
}

async fn known(call: &mut Call, seller: Option<ClientId>) -> Result<ClientId> {
    match seller {
        Some(client_id) if client_id != ClientId(0) => Ok(seller::find(call, client_id).await?.client_id),
        _ => Ok(ClientId(0)),
    }
}
