//! The use cases on SQLite and on PostgreSQL, and what they draw.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::result_large_err,
    missing_docs
)]

mod attachments;
mod audit_chain;
mod base;
mod cast;
mod certificate_pdf;
mod certificates;
mod concurrency;
mod declaration;
mod demonstration;
mod duplicates;
mod erasure;
mod hours;
mod import;
mod letters;
mod lookups;
mod seen;
mod smtp;
mod steps;
mod trainees;

/// Makes a test of each database out of one body.
#[macro_export]
macro_rules! both {
    ($(fn $name:ident($world:ident) $body:block)+) => {$(
        mod $name {
            use super::*;

            fn run($world: &$crate::cast::World) $body

            #[test]
            fn sqlite() {
                run(&$crate::cast::World::new($crate::base::of($crate::base::Database::Sqlite)));
            }

            #[test]
            fn postgres() {
                run(&$crate::cast::World::new($crate::base::of($crate::base::Database::Postgres)));
            }
        }
    )+};
}
