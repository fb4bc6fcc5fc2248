//! Stores of released schemas: each is opened by the present program, brought forward, and read whole. Such a store is
//! the demo's of its time, `tests/fixtures/store-schema-N.redb.gz`; one is added with each step of the schema that is
//! released.

use std::fs;
use std::io::Read;

use flate2::read::GzDecoder;
use goodstanding::domain::account::Account;
use goodstanding::domain::application::Application;
use goodstanding::domain::certificate::Certificate;
use goodstanding::domain::kind::Kind;
use goodstanding::domain::letter::Letter;
use goodstanding::domain::paper::PaperCopy;
use goodstanding::domain::register::{Discipline, Dues, Firm, Honour, Lawyer};
use goodstanding::domain::report::Report;
use goodstanding::store::audit::{Chain, check_chain};
use goodstanding::store::blobs::Blobs;
use goodstanding::store::jobs::Job;
use goodstanding::store::{Look, Record, Snapshot, Store};

use crate::house::scratch;

fn count<R: Record>(look: &Snapshot) -> usize {
    look.all::<R>().unwrap().len()
}

#[test]
fn a_store_of_each_released_schema_is_brought_forward_whole() {
    let folder = scratch("schema");
    for (schema, packed) in [(1, include_bytes!("../fixtures/store-schema-1.redb.gz").as_slice())] {
        let file = folder.join(format!("schema-{schema}.redb"));
        let mut bytes = Vec::new();
        GzDecoder::new(packed).read_to_end(&mut bytes).unwrap();
        fs::write(&file, bytes).unwrap();
        let store = Store::open(&file).unwrap();
        let look = store.read().unwrap();
        assert_eq!(look.settings().unwrap().association, "示例市律师协会");
        assert!(count::<Firm>(&look) == 2 && count::<Lawyer>(&look) == 68);
        assert!(count::<Discipline>(&look) > 0 && count::<Dues>(&look) > 0 && count::<Honour>(&look) > 0);
        assert!(count::<Account>(&look) >= 8 && count::<Kind>(&look) == 10);
        assert!(count::<Application>(&look) > 5 && count::<Letter>(&look) > 0);
        let (_, _, _) = (count::<Report>(&look), count::<PaperCopy>(&look), count::<Job>(&look));
        let certificates = look.all::<Certificate>().unwrap();
        let made = certificates.iter().filter(|certificate| certificate.file_hash.is_some());
        assert!(made.count() >= 4, "{}", certificates.len());
        for certificate in certificates {
            let file = look.file(certificate.id).unwrap();
            assert_eq!(file.is_some_and(|pdf| pdf.starts_with(b"%PDF")), certificate.file_hash.is_some());
            assert!(look.statement(certificate.id).unwrap().is_some());
        }
        assert!(matches!(check_chain(&look, |_| {}).unwrap(), Chain::Whole(head) if head.count > 20));
        assert!(look.tlog_size().unwrap() >= 5);
        drop(look);
        drop(store);
        let kept = folder.join(format!("schema-{schema}.redb.schema-{schema}"));
        assert_eq!(kept.exists(), schema < Store::schema(), "a copy is kept where, and only where, a step was taken");
        drop(Store::open(&file).unwrap());
    }
    fs::remove_dir_all(folder).unwrap();
}
