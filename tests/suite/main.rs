//! The project's integration tests, one binary: what holds between rooms, and about the tree as a whole.
#![cfg(test)]

mod browserless;
mod core_trip;
mod crash;
mod house;
mod roles;
mod sockets;
mod tidy;
mod web_records;
mod web_trip;
