//! What every deed works with: the store, and the machine's clock and randomness.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::{SystemTime, UNIX_EPOCH};

use tokio::sync::Notify;

use crate::app::metrics::Metrics;
use crate::app::permits::Permits;
use crate::app::picture::Pictures;
use crate::app::refused::Refused;
use crate::app::running::Running;
use crate::app::seal_picture::Seals;
use crate::crypto::fingerprint::Fingerprint;
use crate::crypto::keyring::Keyring;
use crate::domain::audit::Change;
use crate::domain::time::{Day, Moment};
use crate::pdf::press::Press;
use crate::store::Store;

/// Where the present moment comes from.
pub type Clock = Box<dyn Fn() -> Moment + Send + Sync>;

/// Everything outside the act itself. One for a process, shared behind an `Arc`.
pub struct World {
    pub store: Arc<Store>,
    pub press: Arc<Press>,
    keys: RwLock<Option<Arc<Keyring>>>,
    /// For whoever hashes a password.
    pub passwords: Permits,
    /// Pages that were drawn lately.
    pub pictures: Pictures,
    /// What this process knows of itself.
    pub running: Running,
    /// What is counted for a monitoring system.
    pub metrics: Metrics,
    /// Registered seals that were read lately.
    pub seals: Seals,
    /// Rung after acts that may have left a job; the worker waits for it.
    pub bell: Notify,
    clock: Clock,
}

impl World {
    /// `keys` is none where the issuing keys are missing: everything but issuing goes on.
    pub fn new(store: Arc<Store>, press: Arc<Press>, keys: Option<Keyring>, clock: Clock) -> Self {
        Self {
            store,
            press,
            keys: RwLock::new(keys.map(Arc::new)),
            passwords: Permits::new(2),
            pictures: Pictures::default(),
            running: Running::default(),
            metrics: Metrics::default(),
            seals: Seals::default(),
            bell: Notify::new(),
            clock,
        }
    }

    /// The issuing keys, or the refusal of every act that needs them.
    pub fn keys(&self) -> Result<Arc<Keyring>, Refused> {
        let keys = self.keys.read().unwrap_or_else(PoisonError::into_inner);
        keys.clone().ok_or_else(|| Refused::broken("the issuing keys are missing"))
    }

    /// From now on these keys sign.
    pub fn put_keys(&self, keys: Arc<Keyring>) {
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) = Some(keys);
        self.store.versions().touch_all();
    }

    /// What third parties compare certificates with.
    pub fn fingerprint(&self) -> Result<Fingerprint, Refused> {
        Ok(self.keys()?.fingerprint())
    }

    /// The log's name, the first line of its checkpoints.
    pub fn origin(&self) -> Result<String, Refused> {
        Ok(self.keys()?.manifest.origin())
    }

    /// Tells the worker that there may be a job.
    pub fn wake(&self) {
        self.bell.notify_one();
    }

    /// Waits until `wake` is called.
    pub async fn woken(&self) {
        self.bell.notified().await;
    }

    /// Why the store takes no more writes, once its file has failed. Only a new start heals that.
    pub fn trouble(&self) -> Option<&str> {
        self.store.latch().why()
    }

    /// Waits for that.
    pub async fn until_trouble(&self) -> &str {
        self.store.latch().until_shut().await
    }

    pub fn now(&self) -> Moment {
        (self.clock)()
    }

    pub fn today(&self) -> Day {
        self.now().day()
    }

    /// Personal values to lie beside an entry of the audit, with the salt that hides them in its hash.
    pub fn beside(&self, changes: Vec<Change>) -> ([u8; 16], Vec<Change>) {
        let mut salt = [0; 16];
        self.random(&mut salt);
        (salt, changes)
    }

    /// Fills the buffer with randomness from the operating system.
    pub fn random(&self, buffer: &mut [u8]) {
        fill_random(buffer);
    }
}

/// The machine's clock.
#[expect(clippy::disallowed_methods, reason = "the one place that asks the machine for the time")]
pub fn machine_clock() -> Clock {
    Box::new(|| {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Moment(u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
    })
}

/// Randomness from the operating system; without it the process must not go on, since keys and codes depend on it.
#[expect(clippy::disallowed_methods, reason = "the one place that asks the machine for randomness")]
pub fn fill_random(buffer: &mut [u8]) {
    if getrandom::fill(buffer).is_err() {
        std::process::abort();
    }
}

#[cfg(test)]
pub mod test {
    //! A world in memory whose clock stands still until a test lets time pass.

    use std::ops::Deref;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU64, Ordering};

    use crate::domain::settings::Settings;
    use crate::domain::time::{Day, Moment};
    use crate::pdf::press::Press;
    use crate::store::Store;

    /// An invented world; derefs to the real type.
    pub struct World {
        world: super::World,
        now: Arc<AtomicU64>,
    }

    impl World {
        /// The morning of 2026-11-23.
        pub fn new() -> Self {
            let start = Moment::start_of(Day::new(2026, 11, 23).unwrap()).plus_seconds(9 * 3600);
            let now = Arc::new(AtomicU64::new(start.0));
            let hand = Arc::clone(&now);
            let store = Arc::new(Store::in_memory().unwrap());
            let clock = Box::new(move || Moment(hand.load(Ordering::SeqCst)));
            Self { world: super::World::new(store, Arc::new(Press::new()), None, clock), now }
        }

        /// The same with an association's settings.
        pub fn founded() -> Self {
            let world = Self::new();
            let settings = Settings {
                association: "示例市律师协会".into(),
                short: "示例市律协".into(),
                latin: "Shili Bar Association".into(),
                base_url: "https://cert.example.org".into(),
                mail_from: "cert@example.org".into(),
                ..Settings::default()
            };
            world.store.write(|writing| writing.put_settings(&settings)).unwrap();
            world
        }

        /// Lets seconds pass.
        pub fn pass(&self, seconds: u64) {
            self.now.fetch_add(seconds * 1000, Ordering::SeqCst);
        }
    }

    impl Default for World {
        fn default() -> Self {
            Self::new()
        }
    }

    impl Deref for World {
        type Target = super::World;

        fn deref(&self) -> &Self::Target {
            &self.world
        }
    }
}
