//! Work that runs by itself, or by a command: the same functions.

pub mod purge;
pub mod reviews;
