//! 月度平衡.

use axum::response::Response;

use crate::app::balance::{self, Line};
use crate::views::balance::{Balance, BalanceLine};
use crate::web::error::Fail;
use crate::web::visit::Visit;

fn line(line: Line) -> BalanceLine {
    let name = match line.month {
        0 => format!("{}年合计", line.year),
        month => format!("{}年{month}月", line.year),
    };
    let sums = line.sums;
    BalanceLine {
        name,
        serials: sums.serials,
        leaves: sums.leaves,
        certificates: sums.certificates,
        seals: sums.seals,
        making: sums.making,
        copies: sums.copies,
        revoked: sums.revoked,
        reinstated: sums.reinstated,
        replaced: sums.replaced,
        even: sums.balance(),
    }
}

pub async fn show(visit: Visit) -> Result<Response, Fail> {
    let lines = visit.act(balance::lines).await?;
    Ok(visit.page(&Balance { lines: lines.into_iter().map(line).collect() }))
}
