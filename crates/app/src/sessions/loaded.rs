//! A session with all that decisions about it need: read once, given to the rules, the policy and the answer.

use super::{content, facts};
use crate::{Failure, Tx};
use forprev_core::{
    id::SessionId,
    policy::session::{Standing, View, step, view},
    problem::Code,
    session::{SessionContent, state::Step},
};
use forprev_store as store;

/// A session, loaded.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The session.
    pub row: store::session::Row,
    /// Its formateurs, in the order typed.
    pub formateurs: Vec<store::session::FormateurRow>,
    /// Its trainees, in its order.
    pub trainees: Vec<store::trainee::Row>,
    /// Its habilitation.
    pub habilitation: store::habilitation::Whole,
    /// Its organisation.
    pub organisation: store::organisation::Row,
    /// The same content, as the rules read it.
    pub content: SessionContent,
    /// The facts that the rules need.
    pub known: facts::Known,
    /// What the policy needs.
    pub standing: Standing,
}

/// The session of this identifier, where the transaction's actor may see it.
///
/// # Errors
/// `not_found` where there is none, where it is not theirs to see, or where it is past its last day (S14).
pub fn load(tx: &mut Tx<'_>, id: SessionId) -> Result<Loaded, Failure> {
    let row = store::session::find(tx.conn, id, tx.today)?;
    let loaded = Loaded::of(tx, row)?;
    loaded.seen_by(tx)?;
    Ok(loaded)
}

/// What the caller of a change says of the version that they have seen (`If-Match`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Expected {
    /// Nothing, where nothing is needed, or that any will do.
    Any,
    /// Nothing, where it is needed.
    Unsaid,
    /// This one.
    Version(i64),
    /// What no version of ours is.
    Another,
}

impl From<i64> for Expected {
    fn from(version: i64) -> Self {
        Self::Version(version)
    }
}
impl From<Option<i64>> for Expected {
    fn from(version: Option<i64>) -> Self {
        version.map_or(Self::Any, Self::Version)
    }
}

impl Expected {
    /// Compares with the version that there is.
    pub(crate) fn check(self, seen: i64) -> Result<(), Failure> {
        match self {
            Self::Any => Ok(()),
            Self::Version(version) if version == seen => Ok(()),
            Self::Version(_) | Self::Another => Err(Failure::of(Code::VersionStale)),
            Self::Unsaid => Err(Failure::of(Code::VersionMissing)),
        }
    }
}

/// The session, locked and in its next version, for this step of the transaction's actor. Answers in the order of
/// the API: not visible, not allowed, not in this state, not in the version expected. What the days refuse (S2) is
/// left to the rules, which tell it together with all the rest.
///
/// # Errors
/// `not_found`, `forbidden`, `double_validation.*`, `session.state`, `version.stale`, `version.missing`.
pub fn take_for(
    tx: &mut Tx<'_>,
    id: SessionId,
    wanted: Step,
    expected: impl Into<Expected>,
) -> Result<Loaded, Failure> {
    let row = store::session::touch(tx.conn, id, tx.today, None)?;
    let loaded = Loaded::of(tx, row)?;
    loaded.seen_by(tx)?;
    let decision = step(tx.actor, &loaded.standing, wanted, tx.today, &loaded.known.parameters);
    if let Err(denied) = decision
        && denied.code.status() != 422
    {
        return Err(denied.into());
    }
    expected.into().check(loaded.row.version - 1)?;
    Ok(loaded)
}

impl Loaded {
    /// Reads what belongs to a session.
    fn of(tx: &mut Tx<'_>, row: store::session::Row) -> Result<Self, Failure> {
        let formateurs = store::session::formateurs_of(tx.conn, &[row.id])?;
        let trainees = store::trainee::of_session(tx.conn, row.id)?;
        let habilitation = store::habilitation::find(tx.conn, row.habilitation_id)?;
        let organisation = store::organisation::find(tx.conn, row.organisation_id)?;
        let content = content::read(&row, &formateurs, &trainees);
        let known = facts::gather(tx, &content, &habilitation)?;
        Ok(Self::with(row, formateurs, trainees, habilitation, organisation, content, known))
    }

    /// Puts together what was just read or written.
    pub(super) fn with(
        row: store::session::Row,
        formateurs: Vec<store::session::FormateurRow>,
        trainees: Vec<store::trainee::Row>,
        habilitation: store::habilitation::Whole,
        organisation: store::organisation::Row,
        content: SessionContent,
        known: facts::Known,
    ) -> Self {
        let standing = standing(&row, &formateurs, &organisation);
        Self { row, formateurs, trainees, habilitation, organisation, content, known, standing }
    }

    /// How much of it the actor sees.
    fn seen_by(&self, tx: &Tx<'_>) -> Result<View, Failure> {
        view(tx.actor, &self.standing).ok_or_else(|| Failure::of(Code::NotFound))
    }

    /// Writes the session's row as it is now, which [`take_for`] took.
    ///
    /// # Errors
    /// The base cannot be written.
    pub fn save(&mut self, tx: &mut Tx<'_>) -> Result<(), Failure> {
        self.row.updated_at = tx.now.into();
        store::session::save(tx.conn, self.row.clone())?;
        self.standing = standing(&self.row, &self.formateurs, &self.organisation);
        Ok(())
    }
}

/// What the policy needs to know of a session.
pub(super) fn standing(
    row: &store::session::Row,
    formateurs: &[store::session::FormateurRow],
    organisation: &store::organisation::Row,
) -> Standing {
    Standing {
        organisation_id: row.organisation_id,
        habilitation_id: row.habilitation_id,
        caisse: organisation.caisse_code.clone(),
        declared_by: row.declared_by,
        lead: formateurs.iter().find(|one| one.lead).and_then(|one| one.person_id),
        formateurs: formateurs.iter().filter_map(|one| one.person_id).collect(),
        state: row.state,
        ends_on: row.ends_on,
        verified_by: row.verified_by,
    }
}
