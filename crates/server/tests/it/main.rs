//! The program as it is run: its commands, its end, what it leaves on the disk.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

mod attachments;
mod commands;
mod erasure;
mod killed;
