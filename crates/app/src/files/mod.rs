//! Organisation files (workflows.md §1, O1–O6): written by applicants, instructed by the caisse or INRS.

mod draft;
mod instruct;
mod list;
mod loaded;
mod messages;
mod validated;
mod wire;

pub use draft::{
    abandon_organisation_file, create_organisation_file, restore_organisation_file, submit_organisation_file,
    update_organisation_file,
};
pub use instruct::{
    assign_organisation_file, hand_over_organisation_file, refuse_organisation_file,
    return_organisation_file, validate_organisation_file,
};
pub(crate) use list::desk;
pub use list::list_organisation_files;
pub use messages::{list_organisation_file_messages, write_organisation_file_message};

pub(crate) use draft::{begin, facts};
pub(crate) use loaded::{caisse_in_words, standing};
pub(crate) use validated::{content_of, put};

use crate::{Failure, Tx};
use forprev_core::{id::OrganisationFileId, organisation::file::OrganisationFile};

/// `GET /organisation-files/{id}`: the file, where the caller may see it.
///
/// # Errors
/// `not_found`.
pub fn get_organisation_file(tx: &mut Tx<'_>, id: OrganisationFileId) -> Result<OrganisationFile, Failure> {
    let row = loaded::load(tx, id)?;
    wire::to_wire(tx, row)
}
