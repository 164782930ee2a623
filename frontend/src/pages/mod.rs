//! The pages, by area.

pub mod audit;
pub mod certificates;
pub mod check;
pub mod dashboard;
#[cfg(debug_assertions)]
pub mod gallery;
pub mod not_found;
pub mod sessions;
pub mod sign_in;
pub mod verification;
