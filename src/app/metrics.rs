//! Counts and sizes for a monitoring system, in the `OpenMetrics` text form. Requests are counted by the route's template,
//! never by what stood in its place: no code, name or address is in here.

use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::AtomicU64;

use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

use crate::app::backup;
use crate::app::lifeboat_nightly;
use crate::app::operation::{self, Witnessing};
use crate::app::ready;
use crate::app::refused::Refused;
use crate::app::witnesses::Failure;
use crate::app::work::Task;
use crate::app::world::World;
use crate::domain::letter::{Letter, Post};
use crate::domain::stage::StageName;
use crate::domain::time::Moment;
use crate::store::Look;
use crate::store::blobs::Blobs;
use crate::store::jobs::Job;

/// The media type of the text form.
pub const MIME: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Upper bounds of the durations' buckets, in seconds.
const BUCKETS: [f64; 10] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];

/// Seconds for which a count over all letters is believed.
const COUNTED: u64 = 60;

/// Name and value.
type Labels = Vec<(&'static str, String)>;
type Number = Gauge<f64, AtomicU64>;

/// What is counted while it happens.
#[derive(Debug)]
pub struct Metrics {
    requests: Family<Labels, Counter>,
    seconds: Family<Labels, Histogram, fn() -> Histogram>,
    letters: Mutex<Option<(Moment, [u64; 3])>>,
}

impl Default for Metrics {
    fn default() -> Self {
        Self {
            requests: Family::default(),
            seconds: Family::new_with_constructor(|| Histogram::new(BUCKETS)),
            letters: Mutex::default(),
        }
    }
}

/// The counts of one route, method and status.
#[derive(Clone, Debug)]
pub struct Line {
    requests: Counter,
    seconds: Histogram,
}

impl Line {
    /// Notes one answered request and its duration in milliseconds.
    pub fn note(&self, ms: u64) {
        self.requests.inc();
        #[expect(clippy::cast_precision_loss, reason = "a duration of 2^52 ms does not happen")]
        self.seconds.observe(ms as f64 / 1000.0);
    }
}

impl Metrics {
    /// Where answered requests of a route's template are counted.
    pub fn line(&self, method: &str, route: &str, status: u16) -> Line {
        // Any word can be a method: those that nobody knows are one.
        let method = ["GET", "HEAD", "POST"].into_iter().find(|known| *known == method).unwrap_or("other");
        let labels = vec![("method", method.to_owned()), ("route", route.to_owned()), ("status", status.to_string())];
        let requests = self.requests.get_or_create(&labels).clone();
        Line { requests, seconds: self.seconds.get_or_create(&vec![("route", route.to_owned())]).clone() }
    }

    /// Waiting, sent and failed letters.
    fn letters(&self, look: &impl Look, now: Moment) -> Result<[u64; 3], Refused> {
        let mut kept = self.letters.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((at, counts)) = *kept
            && now.seconds_since(at) < COUNTED
        {
            return Ok(counts);
        }
        let mut counts = [0; 3];
        for letter in look.all::<Letter>()? {
            counts[match letter.post {
                Post::Waiting { .. } => 0,
                Post::Sent { .. } => 1,
                Post::Failed { .. } => 2,
            }] += 1;
        }
        *kept = Some((now, counts));
        Ok(counts)
    }
}

/// Everything as it stands now.
pub fn text(world: &World) -> Result<String, Refused> {
    let mut registry = Registry::with_prefix("goodstanding");
    let metrics = &world.metrics;
    registry.register("requests", "Answered requests", metrics.requests.clone());
    registry.register(
        "request_duration_seconds",
        "Time from the head of a request to its answer",
        metrics.seconds.clone(),
    );
    let mut sheet = Sheet { registry: &mut registry };
    let build = vec![("version", env!("CARGO_PKG_VERSION").to_owned())];
    sheet.family("build", "The running program", [(build, 1)]);
    stored(world, &mut sheet)?;
    surroundings(world, &mut sheet);
    let mut text = String::new();
    encode(&mut text, &registry).map_err(Refused::broken)?;
    Ok(text)
}

/// What the store holds.
fn stored(world: &World, sheet: &mut Sheet<'_>) -> Result<(), Refused> {
    let look = world.store.read()?;
    let now = world.now();
    let jobs: Vec<Job> = look.all()?;
    let waiting = |letter: bool| jobs.iter().filter(|job| matches!(job.task, Task::Mail(_)) == letter).count() as u64;
    let task = |word: &str| vec![("task", word.to_owned())];
    sheet.family(
        "jobs",
        "Jobs that wait or are under way",
        [(task("issue"), waiting(false)), (task("mail"), waiting(true))],
    );
    let late = jobs.iter().map(|job| now.seconds_since(job.due)).max().unwrap_or(0);
    sheet.one("jobs_late_seconds", "How long the job that waits longest has been due", late);
    let state = |word: &str| vec![("state", word.to_owned())];
    let [waiting, sent, failed] = world.metrics.letters(&look, now)?;
    let letters = [(state("waiting"), waiting), (state("sent"), sent), (state("failed"), failed)];
    sheet.family("letters", "Letters by state", letters);
    let mut stages = Vec::new();
    for stage in StageName::ALL {
        let count = look.count_marked("application-stage", stage.slug())? as u64;
        stages.push((vec![("stage", stage.slug().to_owned())], count));
    }
    sheet.family("applications", "Applications by stage", stages);
    let witnesses = operation::witnesses(world, &look)?;
    let of = |value: fn(&Witnessing) -> u64| {
        let labels = |one: &Witnessing| vec![("witness", one.name.clone())];
        witnesses.iter().map(|one| (labels(one), value(one))).collect::<Vec<_>>()
    };
    if !witnesses.is_empty() {
        let seen = of(|one| one.newest.map_or(0, |(size, _)| size));
        sheet.family("witness_leaves", "Leaves of the newest checkpoint that a witness cosigned", seen);
        sheet.family("witness_failed", "1 where the last try failed", of(|one| u64::from(one.failed.is_some())));
        let alarm = of(|one| u64::from(matches!(one.failed, Some((_, Failure::Alarm(_))))));
        sheet.family("witness_alarm", "1 where a witness has seen another log than this one", alarm);
    }
    sheet.one("log_leaves", "Leaves of the public log", look.tlog_size()?);
    Ok(())
}

/// What the machine has, and what is done by the clock.
fn surroundings(world: &World, sheet: &mut Sheet<'_>) {
    let now = world.now();
    let ready = ready::check(world).is_ok();
    sheet.one("ready", "1 where new applications can be taken and decided, 0 where not", u64::from(ready));
    if let Some(held) = world.store.file().and_then(|file| std::fs::metadata(file).ok()) {
        sheet.one("store_bytes", "Size of the store's file", held.len());
    }
    if let Some(disk) = world.running.disk() {
        if let Some(free) = disk.free() {
            sheet.one("disk_free_bytes", "Free on the store's disk", free);
        }
        sheet.one("disk_reserve_bytes", "Below this, new applications are refused", disk.reserve);
    }
    let left = |ends: Moment| ends.seconds_since(now);
    if let Some(tls) = world.running.tls() {
        sheet.one("tls_seconds_left", "Until the TLS certificate ends", left(tls.ends));
        sheet.one("tls_refused", "1 where newer TLS files cannot be used", u64::from(tls.refused.is_some()));
    }
    if let Some(ends) = world.keys().ok().and_then(|keys| keys.chain.first().and_then(|der| ready::ends(der))) {
        sheet.one("document_certificate_seconds_left", "Until the certificate that seals files ends", left(ends));
    }
    if let Some(plan) = world.running.lifeboat_plan() {
        if let Some(made) = lifeboat_nightly::made_at(&plan) {
            sheet.one("lifeboat_age_seconds", "Since the lifeboat in place was made", now.seconds_since(made));
        }
        let failed = world.running.lifeboat().failed.is_some();
        sheet.one("lifeboat_failed", "1 where the last lifeboat by the clock failed", u64::from(failed));
    }
    if let Some(plan) = world.running.backup_plan() {
        if let Some(newest) = backup::list(&plan.dir).ok().and_then(|kept| kept.into_iter().next()) {
            sheet.one("backup_age_seconds", "Since the newest copy by the clock", now.seconds_since(newest.at));
        }
        let failed = world.running.backup().failed.is_some();
        sheet.one("backup_failed", "1 where the last copy by the clock failed", u64::from(failed));
    }
}

/// Gauges that are set once and read once.
struct Sheet<'a> {
    registry: &'a mut Registry,
}

impl Sheet<'_> {
    fn one(&mut self, name: &str, help: &str, value: u64) {
        self.family(name, help, [(Vec::new(), value)]);
    }

    #[expect(clippy::cast_precision_loss, reason = "counts and bytes below 2^52")]
    fn family(&mut self, name: &str, help: &str, values: impl IntoIterator<Item = (Labels, u64)>) {
        let family = Family::<Labels, Number>::default();
        for (labels, value) in values {
            family.get_or_create(&labels).set(value as f64);
        }
        self.registry.register(name, help, family);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::disk::Disk;
    use crate::app::world::test::World as TestWorld;

    #[test]
    fn what_happened_is_counted_by_template_and_strange_methods_are_one() {
        let world = TestWorld::founded();
        world.metrics.line("GET", "/V/{code}", 200).note(12);
        world.metrics.line("GET", "/V/{code}", 200).note(700);
        world.metrics.line("BREW", "-", 405).note(0);
        world.metrics.line("STIR", "-", 405).note(0);
        world.running.watch(Disk { place: std::env::temp_dir(), reserve: 512 << 20 });
        let text = text(&world).unwrap();
        for line in [
            "goodstanding_requests_total{method=\"GET\",route=\"/V/{code}\",status=\"200\"} 2",
            "goodstanding_requests_total{method=\"other\",route=\"-\",status=\"405\"} 2",
            "goodstanding_request_duration_seconds_bucket{le=\"0.025\",route=\"/V/{code}\"} 1",
            "goodstanding_jobs{task=\"mail\"} 0.0",
            "goodstanding_applications{stage=\"pending\"} 0.0",
            "goodstanding_log_leaves 0.0",
            "goodstanding_ready 0.0",
            "goodstanding_disk_reserve_bytes 536870912.0",
        ] {
            assert!(text.lines().any(|each| each == line), "{line} in:\n{text}");
        }
        assert!(text.ends_with("# EOF\n"));
    }
}
