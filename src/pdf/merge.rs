//! Several files of ours as one print job: their pages in order, and nothing else of them. Only for our own finished
//! files; the result carries no signature, no attachments and no structure.

use lopdf::{Document, Object, ObjectId, dictionary};

/// Why the files could not be put together.
#[derive(Debug, thiserror::Error)]
#[error("the print file cannot be made: {0}")]
pub struct MergeError(String);

impl From<lopdf::Error> for MergeError {
    fn from(error: lopdf::Error) -> Self {
        Self(error.to_string())
    }
}

/// What a page takes over from its parents in the tree.
const INHERITED: [&[u8]; 4] = [b"Resources", b"MediaBox", b"CropBox", b"Rotate"];

/// What a page had to do with the rest of its file.
const LEFT_BEHIND: [&[u8]; 4] = [b"Annots", b"StructParents", b"Tabs", b"AF"];

/// The pages of all files. `even`: a file with an odd number of pages is followed by an empty one, so that on both
/// sides of the paper each file begins on a new sheet.
pub fn merge(files: &[&[u8]], even: bool) -> Result<Vec<u8>, MergeError> {
    let mut merged = Document::with_version("1.7");
    let tree = merged.new_object_id();
    let mut kids: Vec<ObjectId> = Vec::new();
    for (at, file) in files.iter().enumerate() {
        let mut document = Document::load_mem(file)?;
        document.renumber_objects_with(merged.max_id + 1);
        let pages: Vec<ObjectId> = document.get_pages().into_values().collect();
        for page in &pages {
            flatten(&mut document, *page, tree)?;
        }
        merged.max_id = document.max_id;
        merged.objects.append(&mut document.objects);
        let odd = pages.len() % 2 == 1;
        kids.extend(&pages);
        if even && odd && at + 1 < files.len() {
            let size = merged.get_dictionary(pages[0])?.get(b"MediaBox")?.clone();
            let blank =
                dictionary! { "Type" => "Page", "Parent" => tree, "MediaBox" => size, "Resources" => dictionary! {} };
            kids.push(merged.add_object(blank));
        }
    }
    let count = i64::try_from(kids.len()).map_err(|_| MergeError("too many pages".to_owned()))?;
    let kids: Vec<Object> = kids.into_iter().map(Object::Reference).collect();
    merged.objects.insert(tree, dictionary! { "Type" => "Pages", "Count" => count, "Kids" => kids }.into());
    let catalog = merged.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    merged.trailer.set("Root", catalog);
    merged.prune_objects();
    merged.renumber_objects();
    let mut bytes = Vec::new();
    merged.save_to(&mut bytes).map_err(|error| MergeError(error.to_string()))?;
    Ok(bytes)
}

/// Makes a page stand by itself below the new tree.
fn flatten(document: &mut Document, page: ObjectId, tree: ObjectId) -> Result<(), MergeError> {
    let mut found = document.get_dictionary(page)?.clone();
    for key in INHERITED {
        let mut parent = found.get(b"Parent").and_then(Object::as_reference).ok();
        while let (false, Some(id)) = (found.has(key), parent) {
            let above = document.get_dictionary(id)?;
            if let Ok(value) = above.get(key) {
                found.set(key, value.clone());
            }
            parent = above.get(b"Parent").and_then(Object::as_reference).ok();
        }
    }
    for key in LEFT_BEHIND {
        found.remove(key);
    }
    found.set("Parent", tree);
    document.objects.insert(page, Object::Dictionary(found));
    Ok(())
}
