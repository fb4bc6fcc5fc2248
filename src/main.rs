//! The door: parse, dispatch, print what went wrong.

fn main() {}
