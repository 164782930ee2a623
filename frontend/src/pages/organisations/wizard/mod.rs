//! The form of an organisation file, a page at a time (B2–B5): drawn from what core says of pages and fields.

mod address;
mod desk;
mod fields;
mod known;
mod page;
mod status;
mod summary;

pub(super) use fields::draw;
pub(super) use known::{Known, is_shown, pages};
pub(super) use page::WizardPage;
