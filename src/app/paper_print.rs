//! Printing at the paper desk: the chosen copies one after another in one file. What is printed are the pages of the
//! signed files, which stay as they are; the print file itself is for the printer, and proves nothing.

use crate::app::download::{Download, file_name};
use crate::app::issued::Issued;
use crate::app::paper::hindered;
use crate::app::paper_step::chosen;
use crate::app::person::Person;
use crate::app::refused::Refused;
use crate::app::world::World;
use crate::domain::application::Application;
use crate::domain::certificate::Certificate;
use crate::domain::id::Id;
use crate::domain::paper::PaperCopy;
use crate::domain::permission::Right;
use crate::pdf::merge::merge;
use crate::store::Look;
use crate::store::records::id_key;

/// Puts the chosen copies into one file, by certificate and number. `duplex`: each copy begins on a new sheet.
pub fn print(world: &World, person: &Person, ids: &[Id<PaperCopy>], duplex: bool) -> Result<Vec<u8>, Refused> {
    person.needs(Right::MakePaper)?;
    let look = world.store.read()?;
    let mut files = Vec::new();
    for copy in ordered(&look, &chosen(ids)?)? {
        let file = file(&look, &copy)?;
        files.push((copy, file));
    }
    drop(look);
    let pages: Vec<&[u8]> = files.iter().map(|(_, file)| file.as_slice()).collect();
    let merged = merge(&pages, duplex).map_err(Refused::broken)?;
    let now = world.now();
    world.store.write(|writing| {
        for (copy, _) in &files {
            writing.audit(now, person.actor(), "paper.print", &format!("paper/{}", copy.id), "")?;
        }
        Ok::<_, Refused>(())
    })?;
    Ok(merged)
}

/// One copy's own signed file, to be kept or printed alone. `notes` is false where only the headers are asked for.
pub fn one(world: &World, person: &Person, id: Id<PaperCopy>, notes: bool) -> Result<Download, Refused> {
    person.needs(Right::MakePaper)?;
    let look = world.store.read()?;
    let copy: PaperCopy = look.get(&id_key(id))?.ok_or(Refused::NotFound)?;
    let pdf = file(&look, &copy)?;
    let application: Application = look.get(&id_key(copy.application))?.ok_or(Refused::NotFound)?;
    let certificate = application.certificate().ok_or(Refused::NotFound)?;
    let certificate: Certificate = look.get(&id_key(certificate))?.ok_or(Refused::NotFound)?;
    drop(look);
    if notes {
        let now = world.now();
        world
            .store
            .write(|writing| writing.audit(now, person.actor(), "paper.download", &format!("paper/{id}"), ""))?;
    }
    let name = file_name(&certificate);
    let name = name.strip_suffix(".pdf").unwrap_or(&name);
    Ok(Download {
        name: format!("{name}_第{}份.pdf", copy.index),
        ascii_name: format!("copy-{}-{:06}-{}.pdf", certificate.serial.year, certificate.serial.number, copy.index),
        pdf,
    })
}

/// The copies by certificate and number, so that a stack comes out of the printer in order.
pub fn ordered(look: &impl Look, ids: &[Id<PaperCopy>]) -> Result<Vec<PaperCopy>, Refused> {
    let mut copies = Vec::new();
    for id in ids {
        copies.push(look.get::<PaperCopy>(&id_key(*id))?.ok_or(Refused::NotFound)?);
    }
    copies.sort_by_key(|copy| (copy.application, copy.index));
    Ok(copies)
}

fn file(look: &impl Look, copy: &PaperCopy) -> Result<Vec<u8>, Refused> {
    let application: Application = look.get(&id_key(copy.application))?.ok_or(Refused::NotFound)?;
    let certificate = application.certificate().ok_or(Refused::NotFound)?;
    let certificate: Certificate = look.get(&id_key(certificate))?.ok_or(Refused::NotFound)?;
    let which = format!("{}第 {} 份", certificate.serial.show(), copy.index);
    if copy.cancelled.is_some() {
        return Err(Refused::Conflict(format!("{which}已作废，不能打印。")));
    }
    if let Some(why) = hindered(&certificate, copy) {
        return Err(Refused::Conflict(format!("{which}：{why}")));
    }
    let issued = Issued::copy(look, copy.clone())?.unwrap_or_else(|| Issued::original(certificate));
    issued.file(look)?.ok_or_else(|| Refused::broken(format!("the file of {} is missing", issued.name())))
}
