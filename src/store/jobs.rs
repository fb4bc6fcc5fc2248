//! Jobs: work that an act left to be done after its commit. A job carries ids only and may run twice.

use serde::{Deserialize, Serialize};

use crate::domain::certificate::Certificate;
use crate::domain::id::Id;
use crate::domain::letter::Letter;
use crate::domain::paper::PaperCopy;
use crate::domain::time::Moment;
use crate::store::look::Look;
use crate::store::open::StoreError;
use crate::store::records::{Record, id_key};
use crate::store::tables::{self, Bytes};
use crate::store::write::Writing;

/// One thing to be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Task {
    /// Make, seal, check and store the certificate's file.
    Issue(Id<Certificate>),
    /// The same for a numbered paper copy.
    IssueCopy(Id<PaperCopy>),
    /// Send a letter.
    Mail(Id<Letter>),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Job {
    pub id: Id<Job>,
    pub task: Task,
    /// Not before this moment.
    pub due: Moment,
    pub tries: u32,
}

impl Record for Job {
    const TABLE: Bytes = tables::JOBS;

    fn key(&self) -> Vec<u8> {
        id_key(self.id)
    }
}

impl Writing {
    /// Leaves a task to the worker, due at once.
    pub fn put_job(&self, task: Task, now: Moment) -> Result<(), StoreError> {
        let id = self.next_id::<Job>()?;
        self.put(&Job { id, task, due: now, tries: 0 })
    }

    /// The job is done with; whether it was still there.
    pub fn end_job(&self, id: Id<Job>) -> Result<bool, StoreError> {
        self.remove::<Job>(&id_key(id))
    }

    /// Tries the job again at `due`.
    pub fn retry_job(&self, id: Id<Job>, due: Moment) -> Result<(), StoreError> {
        match self.get::<Job>(&id_key(id))? {
            Some(job) => self.put(&Job { due, tries: job.tries + 1, ..job }),
            None => Ok(()),
        }
    }
}
