//! Faults are injected at every operation of a write, of every sort; then the store is read, and opened again.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use super::*;
use crate::store::look::Look;
use crate::store::open::{Store, StoreError};
use crate::store::tables;

/// A file in memory that outlives its store, and fails from an operation on.
#[derive(Clone, Debug)]
struct Failing {
    bytes: Arc<Mutex<Vec<u8>>>,
    /// Changing operations left before everything fails.
    left: Arc<AtomicU64>,
    /// Whether half of a failing write arrives.
    torn: bool,
}

impl Failing {
    fn new(torn: bool) -> Self {
        Self { bytes: Arc::default(), left: Arc::new(AtomicU64::new(u64::MAX)), torn }
    }

    fn fails(&self) -> bool {
        let left = self.left.load(Ordering::SeqCst);
        self.left.store(left.saturating_sub(1), Ordering::SeqCst);
        left == 0
    }
}

fn full() -> io::Error {
    io::Error::from(io::ErrorKind::StorageFull)
}

impl StorageBackend for Failing {
    fn len(&self) -> Result<u64, io::Error> {
        Ok(self.bytes.lock().unwrap().len() as u64)
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> Result<(), io::Error> {
        let bytes = self.bytes.lock().unwrap();
        let start = size(offset);
        let found = bytes.get(start..start + out.len()).ok_or_else(|| io::Error::from(io::ErrorKind::UnexpectedEof))?;
        out.copy_from_slice(found);
        Ok(())
    }

    fn set_len(&self, length: u64) -> Result<(), io::Error> {
        if self.fails() {
            return Err(full());
        }
        self.bytes.lock().unwrap().resize(size(length), 0);
        Ok(())
    }

    fn sync_data(&self) -> Result<(), io::Error> {
        if self.fails() { Err(full()) } else { Ok(()) }
    }

    fn write(&self, offset: u64, data: &[u8]) -> Result<(), io::Error> {
        let fails = self.fails();
        let most = if !fails {
            data.len()
        } else if self.torn {
            data.len() / 2
        } else {
            0
        };
        self.bytes.lock().unwrap()[size(offset)..][..most].copy_from_slice(&data[..most]);
        if fails { Err(full()) } else { Ok(()) }
    }
}

fn value(store: &Store, key: &[u8]) -> Option<Vec<u8>> {
    store.read().unwrap().bytes(tables::META, key).unwrap()
}

fn put(store: &Store, key: &[u8], bytes: &[u8]) -> Result<(), StoreError> {
    store.write(|writing| writing.put_bytes(tables::META, key, bytes))
}

#[test]
fn after_a_failure_anywhere_old_things_are_read_nothing_is_written_and_a_new_start_heals() {
    for torn in [false, true] {
        let mut nth = 0;
        loop {
            let file = Failing::new(torn);
            let store = Store::on(file.clone()).unwrap();
            // More than lies in one page, and more than the first size of the file.
            put(&store, b"old", &vec![7; 300_000]).unwrap();
            file.left.store(nth, Ordering::SeqCst);
            let done = put(&store, b"new", &vec![8; 3_000_000]);
            if done.is_ok() {
                assert!(nth > 3, "the write has several operations: {nth}");
                break;
            }
            assert!(matches!(done, Err(StoreError::Unknown(_) | StoreError::Shut(_))), "{done:?}");
            assert!(store.latch().why().is_some_and(|why| why.contains("failed")), "{:?}", store.latch());
            assert_eq!(value(&store, b"old"), Some(vec![7; 300_000]), "operation {nth}");
            assert_eq!(value(&store, b"new"), None, "what was not promised is not shown");
            file.left.store(u64::MAX, Ordering::SeqCst);
            assert!(matches!(put(&store, b"later", b"x"), Err(StoreError::Shut(_))), "it stays shut");
            drop(store);
            let again = Store::on(file).unwrap();
            assert_eq!(value(&again, b"old"), Some(vec![7; 300_000]), "operation {nth}");
            assert!(value(&again, b"new").is_none_or(|new| new == vec![8; 3_000_000]), "whole or not at all");
            assert_eq!(value(&again, b"later"), None);
            put(&again, b"later", b"y").unwrap();
            nth += 1;
        }
    }
}

#[test]
fn what_lies_beyond_the_file_reads_as_it_was_written() {
    let file = Failing::new(false);
    file.set_len(10_000).unwrap();
    file.write(0, &[1; 10_000]).unwrap();
    let guard = Guard::new(file.clone(), Arc::new(Latch::default()));
    file.left.store(0, Ordering::SeqCst);
    guard.write(4090, &[2; 20]).unwrap();
    guard.set_len(20_000).unwrap();
    guard.write(19_990, &[3; 10]).unwrap();
    let mut out = vec![0; 20_000];
    guard.read(0, &mut out).unwrap();
    let mut expected = vec![1; 10_000];
    expected.resize(20_000, 0);
    expected[4090..4110].fill(2);
    expected[19_990..].fill(3);
    assert!(out == expected);
    assert!(guard.read(19_999, &mut [0; 2]).is_err(), "past the end");
    guard.set_len(4_096).unwrap();
    guard.set_len(10_000).unwrap();
    guard.read(4_000, &mut out[..200]).unwrap();
    assert!(out[..90] == [1; 90] && out[90..96] == [2; 6] && out[96..200] == [0; 104], "what was cut off is gone");
    assert_eq!(file.bytes.lock().unwrap().len(), 10_000, "the file is as it was");
    assert!(file.bytes.lock().unwrap().iter().all(|byte| *byte == 1));
}
