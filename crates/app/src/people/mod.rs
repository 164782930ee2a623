//! Helping people: finding them, seeing the application as they do (N5), making one account of two (A15).

mod merge;
mod search;
mod view;

pub use merge::{merge_person, undo_merge};
pub use search::{Found, list_people};
pub use view::{end_support_view, start_support_view, viewed};
