//! Address labels at the paper desk: one for each parcel. Copies of one application go to one address, so they share a
//! label.

use std::collections::BTreeMap;

use crate::app::paper_print::ordered;
use crate::app::paper_step::chosen;
use crate::app::person::Person;
use crate::app::refused::Refused;
use crate::app::world::World;
use crate::domain::application::Application;
use crate::domain::certificate::Certificate;
use crate::domain::id::Id;
use crate::domain::paper::{Address, Delivery, PaperCopy};
use crate::domain::permission::Right;
use crate::domain::settings::Settings;
use crate::pdf::labels::{Label, Paper};
use crate::pdf::press::PressError;
use crate::store::Look;
use crate::store::blobs::Blobs;
use crate::store::records::id_key;
use crate::text::state::ADDRESS_ERASED;

/// Prints the labels of the chosen copies that go by post: on a sheet of fourteen of which `used` are gone, or one to a
/// page. The audit says that they were printed, never where to.
pub fn print(world: &World, person: &Person, ids: &[Id<PaperCopy>], used: Option<usize>) -> Result<Vec<u8>, Refused> {
    person.needs(Right::MakePaper)?;
    let look = world.store.read()?;
    let copies = ordered(&look, &chosen(ids)?)?;
    let settings = look.settings()?;
    let mut parcels: BTreeMap<Id<Application>, (Address, Vec<u16>)> = BTreeMap::new();
    for copy in &copies {
        match &copy.delivery {
            Delivery::Post(address) => {
                let parcel = parcels.entry(copy.application).or_insert_with(|| (address.clone(), Vec::new()));
                parcel.1.push(copy.index);
            }
            Delivery::PostErased => {
                let sentence = format!("所选的纸质证明中，有的收件信息{ADDRESS_ERASED}，不能打印标签。");
                return Err(Refused::Conflict(sentence));
            }
            Delivery::Collect => {}
        }
    }
    if parcels.is_empty() {
        return Err(Refused::field("copy", "所选的纸质证明都是自取，没有需要打印的地址标签。"));
    }
    let mut labels = Vec::new();
    for (id, (address, indexes)) in parcels {
        labels.push(label(&look, &settings, id, &address, &indexes)?);
    }
    drop(look);
    let paper = used.map_or(Paper::Single, |used| Paper::Sheet { used });
    let pdf = world.press.labels(&labels, paper).map_err(|error| match error {
        PressError::Undrawable(_) => Refused::Conflict(format!("地址标签：{error}。")),
        error => Refused::broken(error),
    })?;
    let now = world.now();
    world.store.write(|writing| {
        for copy in copies.iter().filter(|copy| copy.delivery.is_post()) {
            writing.audit(now, person.actor(), "paper.labels", &format!("paper/{}", copy.id), "")?;
        }
        Ok::<_, Refused>(())
    })?;
    Ok(pdf)
}

fn label(
    look: &impl Look,
    settings: &Settings,
    id: Id<Application>,
    address: &Address,
    indexes: &[u16],
) -> Result<Label, Refused> {
    let application: Application = look.get(&id_key(id))?.ok_or(Refused::NotFound)?;
    let certificate = application.certificate().ok_or(Refused::NotFound)?;
    let certificate: Certificate = look.get(&id_key(certificate))?.ok_or(Refused::NotFound)?;
    let which: Vec<String> = indexes.iter().map(u16::to_string).collect();
    Ok(Label {
        postcode: address.postcode.clone().unwrap_or_default(),
        address: format!("{}{}", address.region, address.street),
        recipient: format!("{}　{}", address.recipient, address.phone),
        foot: format!("{}　{} 第 {} 份", settings.short, certificate.serial.show(), which.join("、")),
    })
}
