//! The lifeboat: everything that third parties need to verify certificates while the association's server is not there,
//! as a folder of static, signed files (STATEMENT.md, section 13). It publishes no names: entries open only for who
//! holds a code or a file.

use data_encoding::{BASE64, HEXLOWER};
use serde_json::json;

use crate::app::issued::Issued;
use crate::app::leaf;
use crate::app::log_files;
use crate::app::refused::Refused;
use crate::app::world::World;
use crate::assets;
use crate::crypto::answer::AnswerState;
use crate::crypto::code::VerifyCode;
use crate::crypto::hash::sha256;
use crate::crypto::leaf::Leaf;
use crate::crypto::lifeboat::{Cover, Entries, Record};
use crate::crypto::tlog;
use crate::domain::certificate::Certificate;
use crate::domain::paper::PaperCopy;
use crate::domain::verdict::How;
use crate::store::blobs::Blobs;
use crate::store::{Look, Snapshot, StoreError};

/// The file by which a folder is known to be a lifeboat.
pub const COVER: &str = "cover.js";

/// What lies beside the page, for who opens the folder.
const README: &str = "\
离线核验包：用浏览器打开 index.html，输入核验码或选择收到的 PDF 文件，即可在本机核验。请先核对页面所示的信任根指纹。
Offline verification: open index.html in a browser, then enter a code or choose the file that you received. Compare the
root fingerprint that the page shows with one that you have from elsewhere.

index.html  the verifier, one file       cover.js  keys, checkpoint, and the signed hashes of all shards
shards/     the encrypted entries        log/      the public log (C2SP tlog-tiles)
";

/// Every file of the lifeboat: its path below the folder, and its bytes.
pub fn build(world: &World) -> Result<Vec<(String, Vec<u8>)>, Refused> {
    let look = world.store.read()?;
    let size = look.tlog_size()?;
    let mut entries = Entries::default();
    for certificate in look.all::<Certificate>()? {
        put(&look, size, &Issued::original(certificate), &mut entries)?;
    }
    for copy in look.all::<PaperCopy>()? {
        if let Some(issued) = Issued::copy(&look, copy)? {
            put(&look, size, &issued, &mut entries)?;
        }
    }
    let shards = entries.shards().map_err(Refused::broken)?;
    let mut files = vec![
        ("index.html".to_owned(), page()),
        (COVER.to_owned(), cover(world, &look, size, &shards)?),
        ("README.txt".to_owned(), README.as_bytes().to_vec()),
    ];
    for (number, shard) in shards.iter().enumerate() {
        let script = format!("goodstanding.shard({number},\"{}\");\n", BASE64.encode(shard));
        files.push((format!("shards/{number:02x}.js"), script.into_bytes()));
    }
    files.extend(log_files::export(world)?.into_iter().map(|(path, bytes)| (format!("log/{path}"), bytes)));
    Ok(files)
}

fn put(look: &Snapshot, size: u64, issued: &Issued, entries: &mut Entries) -> Result<(), Refused> {
    let missing = |what: &str| StoreError::Damaged(format!("the {what} of {} is missing", issued.name()));
    let code = VerifyCode::parse(issued.code()).map_err(|_| missing("code"))?;
    let (statement, _) = issued.statement(look)?;
    let index = issued.leaf();
    let bytes = look.tlog_leaf(index)?.ok_or_else(|| missing("leaf"))?;
    let leaf = Leaf::decode(&bytes).map_err(|_| missing("leaf"))?;
    let hashes = tlog::inclusion(index, size, |level, index| leaf::hash(look, level, index))?;
    let end = issued.end();
    let state = match end.as_ref().map(|end| end.how) {
        None => AnswerState::InForce,
        Some(How::Revoked) => AnswerState::Revoked,
        Some(How::Replaced) => AnswerState::Replaced,
        Some(How::CopyCancelled) => AnswerState::CopyCancelled,
    };
    let reason = end.map(|end| end.reason);
    let record = Record { state, reason, statement, leaf, index, hashes: hashes.ok_or_else(|| missing("proof"))? };
    entries.put(&code, &record).map_err(Refused::broken)?;
    if let Some(hash) = issued.file_hash() {
        let hash = HEXLOWER.decode(hash.as_bytes()).ok().and_then(|hash| hash.try_into().ok());
        entries.put_file(&hash.ok_or_else(|| missing("file's hash"))?, &code).map_err(Refused::broken)?;
    }
    Ok(())
}

fn cover(world: &World, look: &Snapshot, size: u64, shards: &[Vec<u8>]) -> Result<Vec<u8>, Refused> {
    let keys = world.keys()?;
    let settings = look.settings()?;
    let checkpoint =
        look.checkpoint(size)?.ok_or_else(|| StoreError::Damaged("the last checkpoint is missing".into()))?;
    let cover = Cover {
        key_id: keys.issuer.id(),
        at: world.now(),
        tree_size: size,
        root: tlog::root(size, |level, index| leaf::hash(look, level, index))?,
        manifest: sha256(keys.manifest_note.as_bytes()),
        shards: Cover::hashes(shards),
    };
    let data = json!({
        "association": settings.association,
        "latin": settings.latin,
        "root": HEXLOWER.encode(&keys.root.to_bytes()),
        "manifest": keys.manifest_note,
        "checkpoint": String::from_utf8_lossy(&checkpoint),
        "cover": BASE64.encode(&cover.sign(&keys.issuer).map_err(Refused::broken)?),
    });
    Ok(format!("goodstanding.cover({data});\n").into_bytes())
}

/// The verifier in one file.
fn page() -> Vec<u8> {
    let part = |name: &str| assets::lifeboat(name).unwrap_or_default();
    let script = format!("{}{}", assets::verifier(), part("page.js"));
    part("page.html").replace("{{style}}", &part("page.css")).replace("{{script}}", &script).into_bytes()
}
