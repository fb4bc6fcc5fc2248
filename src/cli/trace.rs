//! The program's own lines, on the error output.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;

use crate::cli::Failed;

/// Begins tracing; `filter` as `RUST_LOG` takes it.
pub fn begin(filter: &str, json: bool) -> Result<(), Failed> {
    let filter = EnvFilter::try_new(filter).map_err(|error| format!("`log` cannot be understood: {error}"))?;
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_target(false)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    if json {
        lines.json().init();
    } else {
        lines.init();
    }
    Ok(())
}
