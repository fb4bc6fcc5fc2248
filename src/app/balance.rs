//! 月度平衡: for each month, how many serials were taken, leaves logged, certificates kept and seals used. The four are
//! equal, or somebody must look.

use std::collections::{BTreeMap, BTreeSet};

use crate::app::person::Person;
use crate::app::refused::Refused;
use crate::app::world::World;
use crate::crypto::leaf::{Event, Leaf};
use crate::domain::audit::Entry;
use crate::domain::balance::{Line, Sums};
use crate::domain::certificate::{Certificate, Serial};
use crate::domain::permission::Right;
use crate::domain::time::Day;
use crate::store::Look;
use crate::store::blobs::Blobs;
use crate::store::counters::Counters;

/// Every month and year in which something was issued, newest first; a year comes before its months.
pub fn lines(world: &World, person: &Person) -> Result<Vec<Line>, Refused> {
    person.needs(Right::SeeCertificates)?;
    let look = world.store.read()?;
    let mut months: BTreeMap<(i16, i8), Sums> = BTreeMap::new();
    let of = |day: Day| (day.year(), day.month());
    let mut issued = BTreeMap::new();
    let mut serials: BTreeSet<Serial> = BTreeSet::new();
    for certificate in look.all::<Certificate>()? {
        let month = of(certificate.issued.day());
        let sums = months.entry(month).or_default();
        sums.certificates += 1;
        sums.making += u64::from(certificate.file_hash.is_none());
        sums.serials += u64::from(serials.insert(certificate.serial));
        issued.insert(format!("certificate/{}", certificate.id), month);
    }
    for entry in look.all::<Entry>()? {
        if entry.act == "certificate.make"
            && let Some(month) = issued.get(&entry.object)
        {
            months.entry(*month).or_default().seals += 1;
        }
    }
    for index in 0..look.tlog_size()? {
        let bytes = look.tlog_leaf(index)?.unwrap_or_default();
        let Ok(leaf) = Leaf::decode(&bytes) else { continue };
        let sums = months.entry(of(leaf.at.day())).or_default();
        match leaf.event {
            Event::Issued { .. } => sums.leaves += 1,
            Event::CopyIssued { .. } => sums.copies += 1,
            Event::Revoked { .. } => sums.revoked += 1,
            Event::Reinstated { .. } => sums.reinstated += 1,
            Event::Replaced { .. } => sums.replaced += 1,
            Event::CopyCancelled { .. } | Event::KeyManifest { .. } | Event::AuditHead { .. } => {}
        }
    }
    let mut lines: Vec<Line> = months
        .iter()
        .filter(|(_, sums)| **sums != Sums::default())
        .map(|((year, month), sums)| Line { year: *year, month: *month, sums: *sums })
        .collect();
    lines.extend(years(&months, &look.serials()?));
    lines.sort_by_key(|line| std::cmp::Reverse((line.year, if line.month == 0 { 13 } else { line.month })));
    Ok(lines)
}

/// The months added up, with the serials as the counters have them.
fn years(months: &BTreeMap<(i16, i8), Sums>, counted: &[(String, i16, u64)]) -> Vec<Line> {
    let mut years: BTreeMap<i16, Sums> = BTreeMap::new();
    for ((year, _), sums) in months {
        let whole = years.entry(*year).or_default();
        whole.leaves += sums.leaves;
        whole.certificates += sums.certificates;
        whole.seals += sums.seals;
        whole.making += sums.making;
        whole.copies += sums.copies;
        whole.revoked += sums.revoked;
        whole.reinstated += sums.reinstated;
        whole.replaced += sums.replaced;
    }
    for (_, year, last) in counted {
        years.entry(*year).or_default().serials += last;
    }
    let with = years.into_iter().filter(|(_, sums)| *sums != Sums::default());
    with.map(|(year, sums)| Line { year, month: 0, sums }).collect()
}
