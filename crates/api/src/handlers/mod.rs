//! One handler an operation, of its name: parse, ask, answer.

pub(crate) mod account;
pub(crate) mod agent;
pub(crate) mod attachment;
pub(crate) mod audit;
pub(crate) mod certificate;
pub(crate) mod contact;
pub(crate) mod document;
pub(crate) mod habilitation;
pub(crate) mod health;
pub(crate) mod letter;
pub(crate) mod notification;
pub(crate) mod oidc;
pub(crate) mod organisation;
pub(crate) mod people;
pub(crate) mod public;
pub(crate) mod recovery;
pub(crate) mod reference;
pub(crate) mod request;
pub(crate) mod second_factor;
pub(crate) mod session;
pub(crate) mod sitting;
pub(crate) mod trainee;
pub(crate) mod user;
pub(crate) mod visit;
