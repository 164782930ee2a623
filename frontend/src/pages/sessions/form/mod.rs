//! New session, and its correction (workflows §3): one page, checked by core's rules while it is typed.

mod candidates;
mod conflict;
mod desk;
mod entry;
mod formateur_search;
mod formateurs;
mod grid;
mod import;
mod known;
mod lookups;
mod page;
mod paste;
mod training;
mod unfinished;
mod when_where;

pub use page::{EditSession, NewSessionPage};

use known::{Known, check, follow};
