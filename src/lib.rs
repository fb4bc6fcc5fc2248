//! Goodstanding (律证): an appliance with which a bar association issues certificates that anybody can check.
//!
//! The rooms and the floors they stand on are drawn in `ARCHITECTURE.md`; `tests/suite/tidy.rs` keeps them apart.

pub mod admin;
pub mod app;
pub mod artwork;
pub mod assets;
pub mod cli;
pub mod config;
pub mod crypto;
pub mod domain;
pub mod jobs;
pub mod mail;
pub mod paths;
pub mod pdf;
pub mod reading;
pub mod store;
pub mod tabular;
pub mod text;
pub mod views;
pub mod web;
pub mod witness;
