//! Several files of ours as one print job: their pages in order, and nothing else of them. Only for our own finished
//! files; the result carries no signature, no attachments and no structure.

use std::collections::HashMap;

use data_encoding::HEXUPPER;
use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, MaybeRef, ObjRef, Object};

use crate::pdf::objects::{Number, Objects, name, references};

/// A file that should have been one of ours, and is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("file {0} of the print job cannot be read")]
pub struct MergeError(usize);

/// The pages of all files. `even`: a file with an odd number of pages is followed by an empty one, so that on both
/// sides of the paper each file begins on a new sheet.
pub fn merge(files: &[&[u8]], even: bool) -> Result<Vec<u8>, MergeError> {
    let mut objects = Objects::new();
    let [catalog, tree] = [(); 2].map(|()| objects.take());
    let mut kids: Vec<Number> = Vec::new();
    for (at, file) in files.iter().enumerate() {
        let unreadable = MergeError(at + 1);
        let pdf = Pdf::new(file.to_vec()).map_err(|_| unreadable)?;
        let mut copier = Copier { pdf: &pdf, objects: &mut objects, known: HashMap::new(), left: Vec::new() };
        let before = kids.len();
        let mut size = String::new();
        for page in pdf.pages().iter() {
            let page = page.raw();
            size = copier.entry(page, "MediaBox").ok_or(unreadable)?;
            let resources = copier.entry(page, "Resources").ok_or(unreadable)?;
            let contents = copier.entry(page, "Contents").ok_or(unreadable)?;
            kids.push(copier.objects.add(&format!(
                "<</Type/Page/Parent {tree} 0 R/MediaBox{size}/Resources {resources}/Contents {contents}>>"
            )));
        }
        copier.rest().ok_or(unreadable)?;
        let odd = (kids.len() - before) % 2 == 1;
        if kids.len() == before {
            return Err(unreadable);
        }
        if even && odd && at + 1 < files.len() {
            kids.push(objects.add(&format!("<</Type/Page/Parent {tree} 0 R/MediaBox{size}/Resources<<>>>>")));
        }
    }
    objects.put(tree, &format!("<</Type/Pages/Count {}/Kids[{}]>>", kids.len(), references(&kids)));
    objects.put(catalog, &format!("<</Type/Catalog/Pages {tree} 0 R>>"));
    objects.finish(&format!("/Root {catalog} 0 R")).ok_or(MergeError(files.len()))
}

/// Brings objects of one file over into another, each once.
struct Copier<'a> {
    pdf: &'a Pdf,
    objects: &'a mut Objects,
    known: HashMap<(u32, i32), Number>,
    /// Those that were referred to and not yet written.
    left: Vec<(ObjRef, Number)>,
}

impl Copier<'_> {
    /// An entry of a page as the new page has it; pages of ours inherit nothing.
    fn entry(&mut self, page: &Dict, key: &str) -> Option<String> {
        let found: MaybeRef<Object> = page.entries().find(|(own, _)| own.as_str() == key)?.1;
        Some(self.text(found))
    }

    fn text(&mut self, object: MaybeRef<Object>) -> String {
        match object {
            MaybeRef::Ref(reference) => {
                let key = (reference.obj_number, reference.gen_number);
                let number = *self.known.entry(key).or_insert_with(|| {
                    let number = self.objects.take();
                    self.left.push((reference, number));
                    number
                });
                format!(" {number} 0 R")
            }
            MaybeRef::NotRef(object) => self.direct(object),
        }
    }

    fn direct(&mut self, object: Object) -> String {
        match object {
            Object::Null(_) | Object::Stream(_) => " null".to_owned(),
            Object::Boolean(truth) => format!(" {truth}"),
            Object::Number(number) => format!(" {}", number.as_f64()),
            Object::String(text) => format!("<{}>", HEXUPPER.encode(text.as_bytes())),
            Object::Name(text) => name(text.as_str()),
            Object::Dict(dict) => format!("<<{}>>", self.entries(&dict, &[])),
            Object::Array(array) => self.array(&array),
        }
    }

    fn entries(&mut self, dict: &Dict, without: &[&str]) -> String {
        let mut text = String::new();
        for (key, value) in dict.entries() {
            if !without.contains(&key.as_str()) {
                text.push_str(&name(key.as_str()));
                text.push_str(&self.text(value));
            }
        }
        text
    }

    fn array(&mut self, array: &Array) -> String {
        let parts: Vec<String> = array.raw_iter().map(|part| self.text(part)).collect();
        format!("[{}]", parts.concat())
    }

    /// Writes what was referred to, and what that refers to.
    fn rest(&mut self) -> Option<()> {
        while let Some((reference, number)) = self.left.pop() {
            match self.pdf.xref().get::<Object>(reference.into())? {
                Object::Stream(stream) => {
                    let entries = self.entries(stream.dict(), &["Length"]);
                    self.objects.put_stream(number, &entries, &stream.raw_data());
                }
                object => {
                    let text = self.direct(object);
                    self.objects.put(number, text.trim_start());
                }
            }
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::inspect::inspect;
    use crate::pdf::press::Press;
    use crate::pdf::sample;

    #[test]
    fn pages_come_in_order_and_begin_on_new_sheets() {
        let press = Press::new();
        let short = press.print(&sample::firm(), &sample::meta(), &[]).unwrap();
        let long = press.print(&sample::lawyers(30), &sample::meta(), &[]).unwrap();
        let texts = |pdf: &[u8]| inspect(pdf).unwrap().page_texts;
        let (one, many) = (texts(&short), texts(&long));
        assert!(one.len() == 1 && many.len() > 1);
        let merged = texts(&merge(&[&short, &long, &short], false).unwrap());
        assert_eq!(merged, [one.clone(), many.clone(), one.clone()].concat());
        let blank = vec![String::new()];
        let mut expected = [one.clone(), blank.clone(), many.clone()].concat();
        if many.len() % 2 == 1 {
            expected.extend(blank);
        }
        expected.extend(one);
        assert_eq!(texts(&merge(&[&short, &long, &short], true).unwrap()), expected);
        assert_eq!(merge(&[&short, b"no file"], false), Err(MergeError(2)));
    }
}
