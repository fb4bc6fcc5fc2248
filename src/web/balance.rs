//! 月度平衡.

use axum::response::Response;

use crate::app::balance;
use crate::views::balance::Balance;
use crate::web::error::Fail;
use crate::web::visit::Visit;

pub async fn show(visit: Visit) -> Result<Response, Fail> {
    let lines = visit.act(balance::lines).await?;
    Ok(visit.page(&Balance { lines }))
}
