//! Letters that tell decisions, and the models that INRS wrote.

use crate::{
    Connection, Instant, Json, Result,
    schema::{decision_letter, letter_model},
    stored::{Level, Maybe, Stored},
};
use chrono::NaiveDate;
use diesel::prelude::*;
use forprev_core::{
    id::{HabilitationId, LetterId, OrganisationId, PersonId},
    letter::{LetterKind, Values},
};

/// A letter: the model's text as it was, and what was filled in.
#[derive(Clone, PartialEq, Queryable, Insertable)]
#[diesel(table_name = decision_letter, treat_none_as_default_value = false)]
pub struct Row {
    /// Its identifier.
    #[diesel(serialize_as = Stored<LetterId>)]
    pub id: LetterId,
    /// What it tells.
    #[diesel(serialize_as = Stored<LetterKind>)]
    pub kind: LetterKind,
    /// To which organisation.
    #[diesel(serialize_as = Stored<OrganisationId>)]
    pub organisation_id: OrganisationId,
    /// Of which habilitation.
    #[diesel(serialize_as = Maybe<HabilitationId>)]
    pub habilitation_id: Option<HabilitationId>,
    /// On which request.
    pub request_id: Option<String>,
    /// The dispositif's code.
    pub dispositif: String,
    /// 1 or 2.
    #[diesel(serialize_as = Level, deserialize_as = Level)]
    pub level: u8,
    /// The day of the decision.
    pub decided_on: NaiveDate,
    /// Who it comes from, in words.
    pub issuer: String,
    /// Its title.
    pub title: String,
    /// The model's text.
    pub body: String,
    /// What was filled in.
    pub filled_in: Json<Values>,
    /// When it was made.
    pub created_at: Instant,
}

// It names people.
impl std::fmt::Debug for Row {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("letter::Row").field("id", &self.id).finish_non_exhaustive()
    }
}

/// A version of a model.
#[derive(Clone, Debug, PartialEq, Queryable, Insertable)]
#[diesel(table_name = letter_model, treat_none_as_default_value = false)]
pub struct ModelRow {
    /// Its identifier, a UUIDv7: the last one counts.
    pub id: String,
    /// What its letters tell.
    #[diesel(serialize_as = Stored<LetterKind>)]
    pub kind: LetterKind,
    /// The dispositif for which it is, where it is for one.
    pub dispositif: Option<String>,
    /// Its text.
    pub body: String,
    /// Who wrote it.
    #[diesel(serialize_as = Stored<PersonId>)]
    pub author_id: PersonId,
    /// When.
    pub created_at: Instant,
}

/// Writes a letter.
///
/// # Errors
/// Those of the base.
pub fn insert(c: &mut Connection, row: Row) -> Result<()> {
    diesel::insert_into(decision_letter::table).values(row).execute(c)?;
    Ok(())
}

/// The letter of this identifier.
///
/// # Errors
/// [`crate::Error::NotFound`].
pub fn find(c: &mut Connection, id: LetterId) -> Result<Row> {
    Ok(decision_letter::table.find(Stored(id)).first(c)?)
}

/// The letters to an organisation, the last first.
///
/// # Errors
/// Those of the base.
pub fn of_organisation(c: &mut Connection, id: OrganisationId) -> Result<Vec<Row>> {
    Ok(decision_letter::table
        .filter(decision_letter::organisation_id.eq(Stored(id)))
        .order(decision_letter::id.desc())
        .load(c)?)
}

/// Writes a version of a model.
///
/// # Errors
/// Those of the base.
pub fn insert_model(c: &mut Connection, row: ModelRow) -> Result<()> {
    diesel::insert_into(letter_model::table).values(row).execute(c)?;
    Ok(())
}

/// All versions of models, the last first.
///
/// # Errors
/// Those of the base.
pub fn models(c: &mut Connection) -> Result<Vec<ModelRow>> {
    Ok(letter_model::table.order(letter_model::id.desc()).load(c)?)
}

/// The model of which a letter of this kind is made: the last one for its dispositif, or else for all.
///
/// # Errors
/// Those of the base.
pub fn model_for(c: &mut Connection, kind: LetterKind, dispositif: &str) -> Result<Option<ModelRow>> {
    let last = |of: Option<&str>| {
        let query = letter_model::table
            .filter(letter_model::kind.eq(Stored(kind)))
            .order(letter_model::id.desc())
            .into_boxed();
        match of {
            Some(code) => query.filter(letter_model::dispositif.eq(code.to_owned())),
            None => query.filter(letter_model::dispositif.is_null()),
        }
    };
    let own: Option<ModelRow> = last(Some(dispositif)).first(c).optional()?;
    match own {
        Some(row) => Ok(Some(row)),
        None => Ok(last(None).first(c).optional()?),
    }
}
