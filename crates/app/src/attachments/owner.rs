//! Who may do what to the attachments of something: what it is decides. One arm a kind of owner, and nothing else here knows
//! of it.

use crate::{Failure, Tx, files, requests, visits};
use forprev_core::{
    attachment::{AttachmentOwner, OwnerKind},
    catalogue::Level,
    id::{OrganisationFileId, OrganisationId, PlatformId, RequestId, VisitId},
    organisation::file::FileStep,
    policy::{file, request, visit},
    problem::{Code, Decision},
    request::state::Step,
    visit::VisitStep,
};
use forprev_store as store;

/// What the transaction's actor may do with the attachments of something that they may see: reading them goes with that.
pub(super) struct Standing {
    /// Of which organisation it is, where it is of one already.
    pub(super) organisation: Option<OrganisationId>,
    /// Whether they may add to them, replace and remove them now.
    pub(super) keep: Decision,
    /// Whether they read the names of agents, whom others know as their institution.
    pub(super) names_agents: bool,
    /// What the catalogue asks for, where it does (H9).
    pub(super) asked: Vec<String>,
}

/// What the actor may do with the attachments of this.
///
/// # Errors
/// `not_found` where they may not see it.
pub(super) fn standing(tx: &mut Tx<'_>, owner: AttachmentOwner) -> Result<Standing, Failure> {
    match owner.kind {
        OwnerKind::OrganisationFile => {
            of_file(tx, store::organisation_file::find, OrganisationFileId::new(owner.id))
        }
        OwnerKind::Request => of_request(tx, store::request::find, RequestId::new(owner.id), false),
        OwnerKind::Platform => of_platform(tx, store::request::find, PlatformId::new(owner.id)),
        OwnerKind::Visit => of_visit(tx, store::visit::find, VisitId::new(owner.id)),
    }
}

/// The same, with a lock on what they belong to: what it is stays so until they are written.
///
/// # Errors
/// `not_found` where they may not see it.
pub(super) fn hold(tx: &mut Tx<'_>, owner: AttachmentOwner) -> Result<Standing, Failure> {
    match owner.kind {
        OwnerKind::OrganisationFile => {
            of_file(tx, store::organisation_file::hold, OrganisationFileId::new(owner.id))
        }
        OwnerKind::Request => of_request(tx, store::request::hold, RequestId::new(owner.id), false),
        OwnerKind::Platform => of_platform(tx, store::request::hold, PlatformId::new(owner.id)),
        OwnerKind::Visit => of_visit(tx, store::visit::hold, VisitId::new(owner.id)),
    }
}

fn of_file(
    tx: &mut Tx<'_>,
    take: fn(&mut store::Connection, OrganisationFileId) -> store::Result<store::organisation_file::Row>,
    id: OrganisationFileId,
) -> Result<Standing, Failure> {
    let row = take(tx.conn, id)?;
    let standing = files::standing(&row);
    if !file::sees(tx.actor, &standing) {
        return Err(Failure::of(Code::NotFound));
    }
    Ok(Standing {
        organisation: row.organisation_id,
        keep: file::step(tx.actor, &standing, FileStep::Edit),
        names_agents: file::reads_notes(tx.actor, &standing),
        asked: Vec::new(),
    })
}

type TakeRequest = fn(&mut store::Connection, RequestId) -> store::Result<store::request::Row>;

fn of_platform(tx: &mut Tx<'_>, take: TakeRequest, id: PlatformId) -> Result<Standing, Failure> {
    let row = store::request::of_platform(tx.conn, id)?.ok_or_else(|| Failure::of(Code::NotFound))?;
    of_request(tx, take, row.id, true)
}

/// Of the request itself, or of one of its platforms: each has its own documents.
fn of_request(
    tx: &mut Tx<'_>,
    take: TakeRequest,
    id: RequestId,
    of_platforms: bool,
) -> Result<Standing, Failure> {
    let row = take(tx.conn, id)?;
    let standing = requests::standing(&row);
    let seen = request::view(tx.actor, &standing).ok_or_else(|| Failure::of(Code::NotFound))?;
    let mut asked = requests::level(tx, &row.dispositif, row.level)?.required_documents;
    asked.retain(|document| Level::is_of_each_platform(document) == of_platforms);
    Ok(Standing {
        organisation: Some(row.organisation_id),
        keep: request::step(tx.actor, &standing, Step::Edit),
        names_agents: seen == request::View::Agent,
        asked,
    })
}

fn of_visit(
    tx: &mut Tx<'_>,
    take: fn(&mut store::Connection, VisitId) -> store::Result<store::visit::Row>,
    id: VisitId,
) -> Result<Standing, Failure> {
    let row = take(tx.conn, id)?;
    let standing = visits::standing(tx, &row)?;
    if !visit::sees(tx.actor, &standing) {
        return Err(Failure::of(Code::NotFound));
    }
    Ok(Standing {
        organisation: Some(row.organisation_id),
        keep: visit::step(tx.actor, &standing, VisitStep::Attach),
        names_agents: visit::reads_as_agent(tx.actor, &standing),
        asked: Vec::new(),
    })
}
