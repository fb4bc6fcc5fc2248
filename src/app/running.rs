//! What a running process knows of itself: what it watches, what it does by the clock, and how that goes. For `doctor`,
//! for `/readyz` and for the metrics; nothing of it is stored.

use std::sync::{Mutex, PoisonError};

use crate::app::backup::{Plan, State};
use crate::app::disk::Disk;
use crate::app::lifeboat_nightly;
use crate::app::witnesses;
use crate::domain::time::Moment;

/// Set where the doors are opened; read by deeds.
#[derive(Debug, Default)]
pub struct Running(Mutex<Known>);

#[derive(Debug, Default)]
struct Known {
    disk: Option<Disk>,
    plan: Option<Plan>,
    backup: State,
    lifeboats: Option<lifeboat_nightly::Plan>,
    lifeboat: lifeboat_nightly::State,
    tls: Option<Tls>,
    witnesses: witnesses::Plan,
    witnessing: Vec<witnesses::State>,
}

/// The TLS certificate in use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tls {
    pub ends: Moment,
    /// Why newer files cannot be used.
    pub refused: Option<String>,
}

impl Running {
    fn with<T>(&self, act: impl FnOnce(&mut Known) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Watches a disk from now on.
    pub fn watch(&self, disk: Disk) {
        self.with(|known| known.disk = Some(disk));
    }

    pub fn disk(&self) -> Option<Disk> {
        self.with(|known| known.disk.clone())
    }

    /// Makes copies by the clock from now on.
    pub fn plan_backups(&self, plan: Plan) {
        self.with(|known| known.plan = Some(plan));
    }

    pub fn backup_plan(&self) -> Option<Plan> {
        self.with(|known| known.plan.clone())
    }

    pub fn note_backup(&self, state: State) {
        self.with(|known| known.backup = state);
    }

    /// Makes lifeboats by the clock from now on.
    pub fn plan_lifeboats(&self, plan: lifeboat_nightly::Plan) {
        self.with(|known| known.lifeboats = Some(plan));
    }

    pub fn lifeboat_plan(&self) -> Option<lifeboat_nightly::Plan> {
        self.with(|known| known.lifeboats.clone())
    }

    pub fn note_lifeboat(&self, state: lifeboat_nightly::State) {
        self.with(|known| known.lifeboat = state);
    }

    pub fn lifeboat(&self) -> lifeboat_nightly::State {
        self.with(|known| known.lifeboat.clone())
    }

    /// Asks these witnesses from now on.
    pub fn plan_witnesses(&self, plan: witnesses::Plan) {
        self.with(|known| {
            known.witnessing = plan.seats.iter().map(|_| witnesses::State::default()).collect();
            known.witnesses = plan;
        });
    }

    pub fn witnesses(&self) -> witnesses::Plan {
        self.with(|known| known.witnesses.clone())
    }

    pub fn note_witness(&self, number: usize, state: witnesses::State) {
        self.with(|known| {
            if let Some(kept) = known.witnessing.get_mut(number) {
                *kept = state;
            }
        });
    }

    /// How it goes with one of them.
    pub fn witness(&self, number: usize) -> witnesses::State {
        self.with(|known| known.witnessing.get(number).cloned().unwrap_or_default())
    }

    pub fn note_tls(&self, tls: Tls) {
        self.with(|known| known.tls = Some(tls));
    }

    /// None where this process speaks no TLS.
    pub fn tls(&self) -> Option<Tls> {
        self.with(|known| known.tls.clone())
    }

    pub fn backup(&self) -> State {
        self.with(|known| known.backup.clone())
    }
}
