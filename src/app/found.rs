//! Founding: the first write into an empty store. Settings, the ten kinds, the key manifest and its leaf.

use crate::app::leaf;
use crate::app::refused::Refused;
use crate::app::world::World;
use crate::crypto::leaf::Event;
use crate::crypto::manifest::Manifest;
use crate::domain::audit::Actor;
use crate::domain::seed;
use crate::domain::settings::Settings;
use crate::store::blobs::Blobs;

/// Founds an association in an empty store. `prefix` opens the numbers of its certificates: `穗律证`.
pub fn found(world: &World, settings: &Settings, prefix: &str, actor: Actor) -> Result<(), Refused> {
    let now = world.now();
    let manifest = world.keys()?.manifest_note.clone();
    world.store.write(|writing| {
        if !writing.manifests()?.is_empty() {
            return Err(Refused::Conflict("该数据目录已经初始化。".to_owned()));
        }
        writing.put_settings(settings)?;
        for kind in seed::kinds(prefix, now.day()) {
            writing.put(&kind)?;
        }
        writing.put_manifest(manifest.as_bytes())?;
        leaf::append(world, writing, now, Event::KeyManifest { manifest: Manifest::hash_of(&manifest) })?;
        writing.audit(now, actor, "association.found", "association", prefix)?;
        Ok(())
    })
}
