//! The pages, by area.

pub mod dashboard;
#[cfg(debug_assertions)]
pub mod gallery;
pub mod not_found;
pub mod sign_in;
