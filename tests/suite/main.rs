//! The project's integration tests, one binary: what holds between rooms, and about the tree as a whole.
#![cfg(test)]

mod anchor;
mod answers;
mod bad_input;
mod browserless;
mod consents;
mod core_trip;
mod crash;
mod desk;
mod house;
mod keeping;
mod keys;
mod kinds;
mod life;
mod lifeboat;
mod operator;
mod paper_copies;
mod paper_desk;
mod rebuild;
mod roles;
mod schema;
mod separation;
mod settings;
mod settings_looks;
mod shut_store;
mod sockets;
mod staff_register;
mod staff_review;
mod tidy;
mod web_comfort;
mod web_records;
mod web_trip;
