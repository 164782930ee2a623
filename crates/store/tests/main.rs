//! The store on both databases.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

mod base;
mod concurrency;
mod directory;
mod lists;
mod merge;
mod migrations;
mod names;
mod operations;
mod parity;
mod purge;
mod rows;
mod semantics;
mod traces;
