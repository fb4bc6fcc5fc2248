//! An association in memory, founded and loaded as the demo is, for tests of deeds.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use goodstanding::app::person::Person;
use goodstanding::app::world::{World, fill_random};
use goodstanding::app::{found, import};
use goodstanding::crypto::keyring::{Founding, Keyring};
use goodstanding::domain::account::Account;
use goodstanding::domain::audit::Actor;
use goodstanding::domain::id::Id;
use goodstanding::domain::permission::Role;
use goodstanding::domain::register::{Firm, Table};
use goodstanding::domain::settings::Settings;
use goodstanding::domain::time::{Day, Moment};
use goodstanding::pdf::press::Press;
use goodstanding::store::Store;

/// 2026-11-23 10:00 in Asia/Shanghai.
pub const START: u64 = 1_795_399_200_000;

/// A world whose clock moves one second at each look, and the folder that its keys lie in.
pub struct House {
    pub world: Arc<World>,
    pub folder: PathBuf,
}

impl Drop for House {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

pub fn settings() -> Settings {
    Settings {
        association: "示例市律师协会".into(),
        short: "示例市律协".into(),
        latin: "Shili Bar Association (Sample)".into(),
        uscc: "51440000MD0000000C".into(),
        base_url: "https://cert.example.org".into(),
        mail_from: "cert@example.org".into(),
        ..Settings::default()
    }
}

/// A folder of this process's own under the target's scratch place.
pub fn scratch(name: &str) -> PathBuf {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let folder = std::env::temp_dir().join(format!("goodstanding-{name}-{}-{count}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

pub fn ticking_clock(start: u64) -> goodstanding::app::world::Clock {
    let now = AtomicU64::new(start);
    Box::new(move || Moment(now.fetch_add(1000, Ordering::Relaxed)))
}

/// New keys in a folder.
pub fn keys_in(folder: &Path) -> Keyring {
    let founding = Founding {
        folder: &folder.join("keys"),
        root_out: &folder.join("root.pem"),
        host: "cert.example.org",
        association: "示例市律师协会",
        now: Moment(START - 1000),
    };
    Keyring::create(&founding, None, &mut |buffer: &mut [u8]| fill_random(buffer)).unwrap()
}

/// A founded association with the sample register.
pub fn house() -> House {
    house_on(Store::in_memory().unwrap())
}

pub fn house_on(store: Store) -> House {
    house_on_clock(store, ticking_clock(START))
}

/// The same with another clock.
pub fn house_on_clock(store: Store, clock: goodstanding::app::world::Clock) -> House {
    let folder = scratch("house");
    let keys = keys_in(&folder);
    let world = World::new(Arc::new(store), Arc::new(Press::new()), Some(keys), clock);
    found::found(&world, &settings(), "示律证", Actor::Operator { uid: 0 }).unwrap();
    House { world: Arc::new(world), folder }
}

/// Loads one of the sample tables.
pub fn load(world: &World, table: Table) {
    let text = match table {
        Table::Firms => include_str!("../../assets/sample/firms.csv"),
        Table::Lawyers => include_str!("../../assets/sample/lawyers.csv"),
        Table::Discipline => include_str!("../../assets/sample/discipline.csv"),
        Table::Dues => include_str!("../../assets/sample/dues.csv"),
        Table::Honours => include_str!("../../assets/sample/honours.csv"),
    };
    let day = Day::new(2026, 11, 20).unwrap();
    let plan = import::load(world, Actor::Program, table, "sample.csv", text.as_bytes(), day).unwrap();
    assert!(plan.can_commit(), "{:?}", plan.refused);
}

/// A signed-in person with these roles.
pub fn person(world: &World, login: &str, roles: &[Role], firm: Option<Id<Firm>>) -> Person {
    let account = world
        .store
        .write(|writing| {
            let account = Account {
                id: writing.next_id::<Account>()?,
                login: login.into(),
                name: format!("{login}（示例）"),
                email: format!("{login}@example.org"),
                roles: roles.to_vec(),
                firm,
                lawyer: None,
                password: None,
                active: true,
                created: Moment(START),
                last_sign_in: None,
            };
            writing.put(&account)?;
            Ok::<_, goodstanding::store::StoreError>(account)
        })
        .unwrap();
    Person { account, session: String::new() }
}
