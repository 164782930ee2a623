//! Signing in at a provider of identities (A13): where it leads back to, and one's own identities.

mod back;
mod mine;

pub use back::ReturnPage;
pub use mine::IdentitiesPage;
