//! A store with very many certificates: one is issued as people do, the others are it again, each with a number, code and
//! signed statement of its own; what does not matter to an answer (firm, application, leaf, file) they share.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use data_encoding::HEXLOWER;
use goodstanding::app::world::{World, machine_clock};
use goodstanding::app::{draft, found, issue, signed, submit};
use goodstanding::cli::place::own_uid;
use goodstanding::config::store_file;
use goodstanding::crypto::code::VerifyCode;
use goodstanding::crypto::hash::sha256;
use goodstanding::crypto::statement::{EncodedStatement, SignedStatement};
use goodstanding::domain::application::{Application, Form};
use goodstanding::domain::audit::Actor;
use goodstanding::domain::certificate::{Certificate, Serial};
use goodstanding::domain::id::Id;
use goodstanding::domain::permission::Role;
use goodstanding::domain::register::{Firm, LawyerState, Table};
use goodstanding::domain::statement::Statement;
use goodstanding::pdf::press::Press;
use goodstanding::store::records::id_key;
use goodstanding::store::register::RegisterLook;
use goodstanding::store::{Look, Store, StoreError};

use crate::house::{keys_in, load, person, settings};

/// Certificates of one write.
const TOGETHER: usize = 20_000;

/// Raised where the stores must be made anew.
const MADE: &str = "made-1";

/// The store's folder, and the codes of its certificates.
pub struct Many {
    pub folder: PathBuf,
    pub codes: Vec<String>,
}

/// Opens it, or makes it.
pub fn store(folder: &Path, count: usize) -> Many {
    let folder = folder.join(format!("store-{count}"));
    let codes = (1..=count).map(|at| code(at).canonical().to_owned()).collect();
    if !folder.join(MADE).exists() {
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        make(&folder, count);
        std::fs::write(folder.join(MADE), "").unwrap();
    }
    Many { folder, codes }
}

/// The code of a certificate: as good as random, and the same each time.
fn code(at: usize) -> VerifyCode {
    let hash = sha256(&at.to_be_bytes());
    VerifyCode::generate(&mut |bits: &mut [u8]| bits.copy_from_slice(&hash[..bits.len()]))
}

/// The number of the certificate with a code, as its page shows it.
pub fn number(code: &str) -> String {
    format!("示律证〔2026〕第{}号", &HEXLOWER.encode(&sha256(code.as_bytes()))[..12])
}

fn make(folder: &Path, count: usize) {
    let keys = keys_in(folder);
    let store = Arc::new(Store::create(&store_file(folder)).unwrap());
    let world = World::new(store, Arc::new(Press::new()), Some(keys), machine_clock());
    found::found(&world, &settings(), "示律证", Actor::Operator { uid: own_uid().unwrap() }).unwrap();
    for table in Table::ALL {
        load(&world, table);
    }
    let pattern = issued(&world);
    let look = world.store.read().unwrap();
    let (_, encoded) = signed::read(&look, &pattern).unwrap();
    drop(look);
    let first = usize::try_from(pattern.id.number()).unwrap() + 1;
    let all: Vec<usize> = (1..=count).collect();
    for some in all.chunks(TOGETHER) {
        world
            .store
            .write(|writing| {
                for at in some {
                    let code = code(*at);
                    let id: Id<Certificate> = Id::new((first + at) as u64);
                    let statement = Statement {
                        number: number(code.canonical()),
                        code_commitment: code.commitment(),
                        ..encoded.statement().clone()
                    };
                    let statement = EncodedStatement::new(statement).unwrap();
                    let signed = SignedStatement::sign(&world.keys().unwrap().issuer, &statement, [7; 32]);
                    writing.put_statement(id, &signed::to_bytes(&signed))?;
                    let serial = Serial { number: *at as u64 + 1, ..pattern.serial.clone() };
                    let code = code.canonical().to_owned();
                    writing.put(&Certificate { id, serial, code, ..pattern.clone() })?;
                }
                Ok::<_, StoreError>(())
            })
            .unwrap();
    }
}

/// The pattern: three lawyers' membership, which never expires.
fn issued(world: &World) -> Certificate {
    let firm: Id<Firm> = Id::new(1);
    let clerk = person(world, "clerk", &[Role::FirmClerk], Some(firm));
    let lawyers = world.store.read().unwrap().lawyers_of(firm).unwrap();
    let practising = lawyers.iter().filter(|lawyer| lawyer.state == LawyerState::Practising);
    let lawyers = practising.take(3).map(|lawyer| lawyer.id).collect();
    let id = draft::begin(world, &clerk, "pattern").unwrap();
    draft::choose_kind(world, &clerk, id, "lawyer-membership").unwrap();
    let form = Form { email: "clerk@example.org".into(), lawyers, ..Form::default() };
    draft::save_form(world, &clerk, id, form).unwrap();
    submit::submit(world, &clerk, id).unwrap();
    let application: Application = world.store.read().unwrap().get(&id_key(id)).unwrap().unwrap();
    let certificate = application.certificate().unwrap();
    issue::make(world, certificate).unwrap();
    let made: Certificate = world.store.read().unwrap().get(&id_key(certificate)).unwrap().unwrap();
    Certificate { expiry: None, ..made }
}
