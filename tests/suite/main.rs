//! The project's integration tests, one binary: what holds between rooms, and about the tree as a whole.
#![cfg(test)]

mod browserless;
mod core_trip;
mod house;
mod staff_register;
mod staff_review;
mod tidy;
