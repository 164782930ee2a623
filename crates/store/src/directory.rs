//! The public directory (O5): organisations that agreed to stand in it and have a valid habilitation.

use crate::{
    Connection, Result,
    conn::MultiBackend,
    cursor::{Cursor, Paged},
    habilitation, organisation,
    schema::{departement, directory_version, habilitation as h, organisation as o, suspension},
    stored::{Level, Stored},
};
use chrono::NaiveDate;
use diesel::{dsl::exists, helper_types::IntoBoxed, prelude::*};
use forprev_core::{
    id::OrganisationId,
    organisation::ServiceReach,
    text::{has_control_character, search_key},
};

/// Which organisations are wanted: all of them where nothing is set.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Filter {
    /// With a valid habilitation for this dispositif.
    pub dispositif: Option<String>,
    /// At this level.
    pub level: Option<u8>,
    /// With their head office in this region (INSEE code).
    pub region: Option<String>,
    /// With their head office in this département.
    pub departement: Option<String>,
    /// That reach so far.
    pub reach: Option<ServiceReach>,
    /// Whose names and commune hold each of these words.
    pub q: Option<String>,
}

/// An organisation of the directory.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The organisation: only what it agreed to publish may be shown.
    pub organisation: organisation::Row,
    /// INSEE code of the region of its head office.
    pub region: String,
    /// Its habilitations that are valid on the day, by dispositif and level.
    pub habilitations: Vec<habilitation::Row>,
}

type Query<'a> = IntoBoxed<'a, o::table, MultiBackend>;

/// One page of the organisations that stand in the directory on `day`, by name, after `after`, and how many there
/// are in all.
///
/// # Errors
/// Those of the base.
pub fn list(
    c: &mut Connection,
    filter: &Filter,
    day: NaiveDate,
    after: Option<&Cursor>,
    limit: u32,
) -> Result<Paged<Entry>> {
    // PostgreSQL cannot even be asked about a NUL; no code has a control character.
    let texts = [&filter.dispositif, &filter.region, &filter.departement];
    if texts.into_iter().flatten().any(|text| has_control_character(text)) {
        return Ok(Paged { items: Vec::new(), next: None, total: 0 });
    }
    let total: i64 = published(filter, day).count().get_result(c)?;
    let mut page = published(filter, day).order((o::sort_key, o::id)).limit(i64::from(limit) + 1);
    if let Some(cursor) = after {
        let (sort, id) = (cursor.sort().to_owned(), cursor.id().to_owned());
        page = page.filter(o::sort_key.gt(sort.clone()).or(o::sort_key.eq(sort).and(o::id.gt(id))));
    }
    let rows = Paged::cut(page.load::<organisation::Row>(c)?, limit, total, |row| {
        Cursor::new(&row.sort_key, &row.id.to_string())
    });
    let Paged { items, next, total } = rows;
    Ok(Paged { items: entries(c, items, day)?, next, total })
}

/// H1 and H11, for the base: the habilitations that are valid on a day.
macro_rules! valid_on {
    ($day:expr) => {
        h::valid_from
            .le($day)
            .and(h::valid_until.ge($day))
            .and(h::withdrawn_from.is_null().or(h::withdrawn_from.gt($day).assume_not_null()))
            .and(diesel::dsl::not(exists(
                suspension::table
                    .filter(suspension::habilitation_id.eq(h::id))
                    .filter(suspension::from_on.le($day))
                    .filter(
                        suspension::until_on.is_null().or(suspension::until_on.ge($day).assume_not_null()),
                    ),
            )))
    };
}

fn published(filter: &Filter, day: NaiveDate) -> Query<'_> {
    let held = || h::table.filter(valid_on!(day)).select(h::organisation_id);
    let mut query = o::table.filter(o::published.eq(true)).into_boxed();
    // A boxed query cannot stand inside another one on both databases.
    query = match (&filter.dispositif, filter.level.map(Level::from)) {
        (Some(one), Some(level)) => {
            query.filter(o::id.eq_any(held().filter(h::dispositif.eq(one)).filter(h::level.eq(level))))
        }
        (Some(one), None) => query.filter(o::id.eq_any(held().filter(h::dispositif.eq(one)))),
        (None, Some(level)) => query.filter(o::id.eq_any(held().filter(h::level.eq(level)))),
        (None, None) => query.filter(o::id.eq_any(held())),
    };
    if let Some(region) = &filter.region {
        let there = departement::table.filter(departement::region_code.eq(region)).select(departement::code);
        query = query.filter(o::departement.eq_any(there));
    }
    if let Some(departement) = &filter.departement {
        query = query.filter(o::departement.eq(departement));
    }
    if let Some(reach) = filter.reach {
        query = query.filter(o::reach.eq(reach.as_str()));
    }
    for word in search_key(filter.q.as_deref().unwrap_or_default()).split_whitespace() {
        // A search key has neither % nor _.
        query = query.filter(o::search_key.like(format!("%{word}%")));
    }
    query
}

fn entries(c: &mut Connection, rows: Vec<organisation::Row>, day: NaiveDate) -> Result<Vec<Entry>> {
    let ids: Vec<Stored<OrganisationId>> = rows.iter().map(|row| Stored(row.id)).collect();
    let held: Vec<habilitation::Row> = h::table
        .filter(h::organisation_id.eq_any(ids))
        .filter(valid_on!(day))
        .order((h::dispositif, h::level, h::valid_until, h::id))
        .load(c)?;
    let codes = rows.iter().map(|row| row.departement.as_str());
    let regions: Vec<(String, String)> = departement::table
        .filter(departement::code.eq_any(codes))
        .select((departement::code, departement::region_code))
        .load(c)?;
    let entry = |organisation: organisation::Row| Entry {
        region: regions
            .iter()
            .find(|(code, _)| *code == organisation.departement)
            .map(|(_, region)| region.clone())
            .unwrap_or_default(),
        habilitations: held.iter().filter(|one| one.organisation_id == organisation.id).cloned().collect(),
        organisation,
    };
    Ok(rows.into_iter().map(entry).collect())
}

/// When the directory's version last rose, by the base's clock.
///
/// # Errors
/// Those of the base.
pub fn changed_at(c: &mut Connection) -> Result<crate::Instant> {
    let last: chrono::NaiveDateTime =
        directory_version::table.select(directory_version::changed_at).first(c)?;
    Ok(last.and_utc().into())
}

/// A number that rises with each write to what the directory is made of, by whatever server: two reads that find the
/// same one would find the same directory on the same day.
///
/// # Errors
/// Those of the base.
pub fn version(c: &mut Connection) -> Result<i64> {
    Ok(directory_version::table.select(directory_version::version).first(c)?)
}
