//! The store's file fails under a living house: who was posting reads that the outcome is unknown, everybody after them
//! that nothing was done; whoever verifies is answered as before; and after a new start everything goes on.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use goodstanding::domain::application::Application;
use goodstanding::domain::certificate::Certificate;
use goodstanding::domain::permission::Role;
use goodstanding::paths;
use goodstanding::store::Store;
use redb::StorageBackend;
use redb::backends::InMemoryBackend;

use crate::browserless::{Browser, server};
use crate::house::{House, house_on, load, person};
use crate::web_trip::{LARGE, all, run_jobs, submitted};

/// Memory that does not sync while it is told so.
#[derive(Clone, Debug)]
struct Disk {
    memory: Arc<InMemoryBackend>,
    broken: Arc<AtomicBool>,
}

impl StorageBackend for Disk {
    fn len(&self) -> Result<u64, io::Error> {
        self.memory.len()
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> Result<(), io::Error> {
        self.memory.read(offset, out)
    }

    fn set_len(&self, length: u64) -> Result<(), io::Error> {
        self.memory.set_len(length)
    }

    fn sync_data(&self) -> Result<(), io::Error> {
        if self.broken.load(Ordering::SeqCst) {
            return Err(io::Error::other("the disk gave up (injected)"));
        }
        self.memory.sync_data()
    }

    fn write(&self, offset: u64, data: &[u8]) -> Result<(), io::Error> {
        self.memory.write(offset, data)
    }
}

fn on(disk: &Disk) -> House {
    let house = house_on(Store::on(disk.clone()).unwrap());
    load(&house.world, goodstanding::domain::register::Table::Firms);
    house
}

#[tokio::test]
async fn a_failing_disk_is_told_in_plain_words_and_verification_goes_on() {
    let disk = Disk { memory: Arc::new(InMemoryBackend::new()), broken: Arc::default() };
    let house = on(&disk);
    let server = server(&house);
    let clerk = person(&house.world, "clerk", &[Role::FirmClerk], Some(LARGE));
    let reviewer = person(&house.world, "reviewer", &[Role::Reviewer], None);
    let (mut browser, mut staff) = (Browser::of(&server, &house, &clerk), Browser::of(&server, &house, &reviewer));
    submitted(&mut browser, "firm-membership").await;
    run_jobs(&house);
    let facts = browser.page("/apply").await;
    let first = browser.send(&facts.form("/apply")).await;
    // A session as new as the page, so that when it was last seen is not what is written first.
    let mut browser = Browser::of(&server, &house, &clerk);
    let kinds = browser.follow(&first).await;
    let account = staff.page(&paths::own_account()).await;

    disk.broken.store(true, Ordering::SeqCst);
    let form = kinds.form(&first.to()).with("kind", "firm-membership");
    let unknown = browser.send(&form).await;
    assert_eq!(unknown.status, 503);
    assert!(unknown.says("结果未知，请到“我的证明”查看"), "{}", unknown.words());
    assert!(unknown.text().contains(&format!("href=\"{}\"", paths::mine())));
    let nothing = browser.send(&form).await;
    assert_eq!(nothing.status, 503);
    assert!(nothing.says("这次操作没有执行"), "{}", nothing.words());
    let staff_too = staff.send(&account.form(&paths::sign_out())).await;
    assert!(staff_too.status == 503 && !staff_too.says("我的证明"), "{}", staff_too.words());

    assert!(house.world.trouble().is_some_and(|why| why.contains("gave up")));
    let certificate = all::<Certificate>(&house).pop().unwrap();
    let mut anybody = Browser::stranger(&server);
    let answer = anybody.page(&paths::verdict(&certificate.code)).await;
    assert!(answer.says("有效"), "{}", answer.words());
    assert!(browser.page(&paths::mine()).await.says("审核通过"), "pages go on");
    assert_eq!(anybody.get("/healthz").await.status, 503);
    let drafts = all::<Application>(&house).len();

    disk.broken.store(false, Ordering::SeqCst);
    let still = browser.send(&form).await;
    assert_eq!(still.status, 503, "only a new start heals");
    let again = Store::on(disk.clone()).unwrap();
    assert!(again.latch().why().is_none());
    let look = again.read().unwrap();
    assert_eq!(goodstanding::store::Look::all::<Application>(&look).unwrap().len(), drafts);
    again.write(goodstanding::store::Writing::next_id::<Application>).unwrap();
}
