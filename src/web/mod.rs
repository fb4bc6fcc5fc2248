//! The door for browsers. `routes` is one table of method, path, right and handler, from which the router, the golden
//! role × route list and the documents are made. `layers` stand around every answer: host, origin, headers, time,
//! panics, trace. A handler extracts (`visit`, `forms`), calls one deed on the blocking pool, and answers with a page or
//! a redirection; what went wrong travels as `Fail` and becomes a page in `error`. `serve` owns sockets and TLS.

pub mod answers;
pub mod attachment;
pub mod cookies;
pub mod entries;
pub mod error;
pub mod form_page;
pub mod forms;
pub mod kind_form;
pub mod layers;
pub mod list;
pub mod metrics;
pub mod misses;
pub mod notice;
pub mod once;
pub mod onward;
pub mod picture;
pub mod quick;
pub mod router;
pub mod routes;
pub mod row;
pub mod serve;
pub mod site;
pub mod tls;
pub mod told;
pub mod urlencoded;
pub mod visit;

pub mod accounts;
pub mod apply_facts;
pub mod apply_form;
pub mod apply_kind;
pub mod apply_lawyers;
pub mod apply_preview;
pub mod assets;
pub mod audit;
pub mod balance;
pub mod certificate_acts;
pub mod certificates;
pub mod clerks;
pub mod consents;
pub mod help;
pub mod home;
pub mod kind_edit;
pub mod kind_file;
pub mod kind_publish;
pub mod kind_switches;
pub mod large_type;
pub mod letters;
pub mod log;
pub mod looks;
pub mod mine;
pub mod operation;
pub mod own_account;
pub mod paper;
pub mod paper_batch;
pub mod password_forgot;
pub mod password_set;
pub mod reasons;
pub mod receipt;
pub mod record;
pub mod record_mail;
pub mod register;
pub mod register_import;
pub mod report;
pub mod reports;
pub mod review;
mod review_many;
pub mod settings;
pub mod settings_history;
pub mod settings_list;
pub mod settings_sample;
pub mod sign_in;
pub mod verify;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use data_encoding::HEXLOWER;
use tokio::sync::Semaphore;

use crate::app::refused::Refused;
use crate::app::world::World;
use crate::web::answers::Answers;
use crate::web::error::Fail;
use crate::web::misses::Misses;
use crate::web::once::Once;
use crate::web::quick::Counted;
use crate::web::site::Site;

/// Files taken in at the same time; each may be as large as `row::UPLOAD`.
const UPLOADS: usize = 16;

/// Children that read strangers' files at the same time.
const READERS: usize = 2;

/// What every handler shares.
pub struct Web {
    pub world: Arc<World>,
    pub site: Site,
    pub uploads: Semaphore,
    /// For reading strangers' files, each in a child process.
    pub readers: Semaphore,
    /// Wrong codes by address.
    pub misses: Misses,
    /// Receipts by address: each takes a signature, and a PDF a page.
    pub receipts: Misses,
    /// Answers to forms posted lately.
    pub once: Once,
    /// Verification answers given lately.
    pub answers: Answers,
    pub counted: Counted,
    requests: AtomicU64,
    /// Begins the name of every request of this process.
    process: String,
}

/// The router's state.
pub type Shared = Arc<Web>;

impl Web {
    pub fn new(world: Arc<World>, site: Site) -> Shared {
        let mut process = [0; 3];
        world.random(&mut process);
        Arc::new(Self {
            world,
            site,
            uploads: Semaphore::new(UPLOADS),
            readers: Semaphore::new(READERS),
            misses: Misses::allowing(100),
            receipts: Misses::allowing(30),
            once: Once::default(),
            answers: Answers::default(),
            counted: Counted::default(),
            requests: AtomicU64::new(0),
            process: HEXLOWER.encode(&process),
        })
    }

    /// Names one request in the trace, and on the page of a fault.
    pub fn request_id(&self) -> String {
        format!("{}{:06x}", self.process, self.requests.fetch_add(1, Ordering::Relaxed))
    }

    /// Does a deed that reads a few records and writes nothing, here and now: to hand it to another thread would take longer
    /// than to do it, and there it would wait behind those that draw pages.
    pub fn glance<T>(&self, act: impl FnOnce(&World) -> Result<T, Refused>) -> Result<T, Fail> {
        act(&self.world).map_err(Fail::from)
    }

    /// Does a deed on the blocking pool.
    pub async fn deed<T: Send + 'static>(
        &self,
        act: impl FnOnce(&World) -> Result<T, Refused> + Send + 'static,
    ) -> Result<T, Fail> {
        let world = Arc::clone(&self.world);
        match tokio::task::spawn_blocking(move || act(&world)).await {
            Ok(done) => done.map_err(Fail::from),
            Err(panic) => Err(Fail::from(Refused::broken(panic))),
        }
    }
}
