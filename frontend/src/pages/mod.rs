//! The pages, by area.

pub mod account;
pub mod audit;
pub mod caisse;
pub mod certificates;
pub mod check;
pub mod dashboard;
pub mod decisions;
#[cfg(debug_assertions)]
pub mod gallery;
pub mod home;
pub mod messages;
pub mod not_found;
pub mod oidc;
pub mod operations;
pub mod organisations;
pub mod requests;
pub mod second_factor;
pub mod sessions;
pub mod sign_in;
pub mod users;
pub mod verification;
