//! Whether the store's file has failed. Once shut it stays shut until the process ends: only a new start, which opens
//! the file again, learns what is in it.

use tokio::sync::SetOnce;

/// Shut once, with the cause.
#[derive(Debug, Default)]
pub struct Latch(SetOnce<String>);

impl Latch {
    /// Shuts it; the first cause stays.
    pub fn shut(&self, why: &str) {
        if self.0.set(why.to_owned()).is_ok() {
            tracing::error!("the store takes no more writes: {why}");
        }
    }

    /// The cause, once it is shut. For the operator.
    pub fn why(&self) -> Option<&str> {
        self.0.get().map(String::as_str)
    }

    /// Waits until it is shut.
    pub async fn until_shut(&self) -> &str {
        self.0.wait().await
    }
}
