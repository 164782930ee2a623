//! Organisations.

use crate::{
    Connection, Instant, Result,
    cursor::{Cursor, Paged},
    dialect::in_parts,
    schema::{departement, organisation},
    stored::{Maybe, Stored},
};
use diesel::prelude::*;
use forprev_core::{
    catalogue::OrganisationKind,
    id::OrganisationId,
    organisation::{ServiceReach, siret::Siret},
    policy::organisation::OrganisationScope,
    text,
};

/// An organisation as it is kept.
#[derive(Clone, Debug, PartialEq, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = organisation, treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct Row {
    /// Its identifier.
    #[diesel(serialize_as = Stored<OrganisationId>)]
    pub id: OrganisationId,
    /// Organisme de formation or entreprise.
    #[diesel(serialize_as = Stored<OrganisationKind>)]
    pub kind: OrganisationKind,
    /// Its name.
    pub raison_sociale: String,
    /// The name that it trades under.
    pub enseigne: Option<String>,
    /// Its SIRET, which no other has (O3).
    #[diesel(serialize_as = Stored<Siret>)]
    pub siret: Siret,
    /// Its declaration number, for an organisme de formation.
    pub nda: Option<String>,
    /// Its social security régime.
    pub regime: Option<String>,
    /// Street and number of the head office.
    pub address: String,
    /// Postal code of the head office.
    pub postal_code: String,
    /// Commune of the head office.
    pub city: String,
    /// INSEE code of that commune.
    pub insee_code: String,
    /// Code of its département.
    pub departement: String,
    /// The caisse that instructs its files (O1); none for a territory without one: INRS.
    pub caisse_code: Option<String>,
    /// Whether it agreed to stand in the public directory (O5).
    pub published: bool,
    /// How far it offers its trainings, for the directory.
    #[diesel(serialize_as = Maybe<ServiceReach>)]
    pub reach: Option<ServiceReach>,
    /// Address that it publishes.
    pub published_email: Option<String>,
    /// Phone that it publishes.
    pub published_phone: Option<String>,
    /// Website that it publishes.
    pub published_website: Option<String>,
    /// What lists sort it by: see [`keys`].
    pub sort_key: String,
    /// What searches look into: see [`keys`].
    pub search_key: String,
    /// Rises with each change: the `ETag`.
    pub version: i64,
    /// When it was made.
    pub created_at: Instant,
    /// When it was last changed.
    pub updated_at: Instant,
}

/// What an organisation is sorted and searched by, `(sort_key, search_key)`: to be set with each change of a name.
#[must_use]
pub fn keys(raison_sociale: &str, enseigne: Option<&str>, city: &str) -> (String, String) {
    let sort = text::search_key(raison_sociale);
    let search = text::search_key(&format!("{raison_sociale} {} {city}", enseigne.unwrap_or_default()));
    (sort, search)
}

/// Writes a new organisation.
///
/// # Errors
/// [`crate::Error::Unique`] `organisation_siret_unique` (O3).
pub fn insert(c: &mut Connection, row: Row) -> Result<()> {
    diesel::insert_into(organisation::table).values(row).execute(c)?;
    Ok(())
}

/// Writes many new organisations.
///
/// # Errors
/// As [`insert`].
pub fn insert_all(c: &mut Connection, rows: Vec<Row>) -> Result<()> {
    insert_rows!(c, organisation, 23, rows);
    Ok(())
}

/// The organisation of this identifier.
///
/// # Errors
/// [`crate::Error::NotFound`].
pub fn find(c: &mut Connection, id: OrganisationId) -> Result<Row> {
    Ok(organisation::table.find(Stored(id)).first(c)?)
}

/// Those of these organisations that exist.
///
/// # Errors
/// Those of the base.
pub fn find_all(c: &mut Connection, ids: &[OrganisationId]) -> Result<Vec<Row>> {
    in_parts(ids, |some| {
        organisation::table.filter(organisation::id.eq_any(some.iter().copied().map(Stored))).load(c)
    })
}

/// The organisation of this SIRET, where there is one.
///
/// # Errors
/// Those of the base.
pub fn by_siret(c: &mut Connection, siret: &Siret) -> Result<Option<Row>> {
    let with = organisation::table.filter(organisation::siret.eq(siret.as_str()));
    Ok(with.first(c).optional()?)
}

/// Takes the row lock and the next version of an organisation, before it is changed. With a version, it has to be
/// that one.
///
/// # Errors
/// [`crate::Error::NotFound`], [`crate::Error::Stale`].
pub fn touch(c: &mut Connection, id: OrganisationId, expected: Option<i64>) -> Result<Row> {
    let row: Row = diesel::update(organisation::table.find(Stored(id)))
        .set(organisation::version.eq(organisation::version + 1))
        .returning(organisation::all_columns)
        .get_result(c)?;
    crate::version::taken(row.version, expected).map(|()| row)
}

/// Writes all of an organisation that [`touch`] took.
///
/// # Errors
/// As [`insert`].
pub fn save(c: &mut Connection, row: Row) -> Result<()> {
    let id = Stored(row.id);
    crate::version::saved(diesel::update(organisation::table.find(id)).set(row).execute(c)?)
}

/// The caisse that instructs the files of an organisation, where it has one.
///
/// # Errors
/// [`crate::Error::NotFound`].
pub fn caisse_of(c: &mut Connection, id: OrganisationId) -> Result<Option<String>> {
    Ok(organisation::table.find(Stored(id)).select(organisation::caisse_code).first(c)?)
}

/// The INSEE code of the region in which a département lies.
///
/// # Errors
/// [`crate::Error::NotFound`].
pub fn region_of(c: &mut Connection, departement_code: &str) -> Result<String> {
    Ok(departement::table.find(departement_code).select(departement::region_code).first(c)?)
}

/// One page of the organisations that `scope` lets see, by name, whose names, commune or SIRET hold each of `words`, and how
/// many there are in all.
///
/// # Errors
/// Those of the base.
pub fn list(
    c: &mut Connection,
    scope: &OrganisationScope,
    caisse: Option<&str>,
    words: &str,
    after: Option<&Cursor>,
    limit: u32,
) -> Result<Paged<Row>> {
    let wanted = || {
        let mut query = organisation::table.into_boxed();
        if !scope.all {
            let caisses = scope.caisses.iter().cloned().map(Some);
            let these = scope.these.iter().copied().map(Stored);
            query = query.filter(
                organisation::id
                    .eq_any(these)
                    .or(organisation::caisse_code.eq_any(caisses).assume_not_null()),
            );
        }
        if let Some(code) = caisse {
            query = query.filter(organisation::caisse_code.eq(code.to_owned()));
        }
        for word in text::search_key(words).split_whitespace() {
            // A search key has neither % nor _.
            let pattern = format!("%{word}%");
            query = query.filter(
                organisation::search_key.like(pattern).or(organisation::siret.like(format!("{word}%"))),
            );
        }
        query
    };
    let total = wanted().count().get_result(c)?;
    let mut page = wanted();
    if let Some(after) = after {
        let (name, id) = (after.sort().to_owned(), after.id().to_owned());
        page = page.filter(
            organisation::sort_key
                .gt(name.clone())
                .or(organisation::sort_key.eq(name).and(organisation::id.gt(id))),
        );
    }
    let rows: Vec<Row> =
        page.order((organisation::sort_key, organisation::id)).limit(i64::from(limit) + 1).load(c)?;
    Ok(Paged::cut(rows, limit, total, |row| Cursor::new(&row.sort_key, &row.id.to_string())))
}
