//! The public directory (O5): who may train today. What expired or was suspended leaves by its date, without any job.

mod edition;

pub use edition::{Edition, LastSeen, SEEN_WITHIN, edition, known_edition};

use crate::{Failure, Tx, failure::refuse_if_any};
use chrono::{DateTime, Utc};
use forprev_core::{
    calendar::start_of_day_in_paris,
    organisation::{PublicHabilitation, PublicOrganisation, ServiceReach},
    page::{MAX_LIMIT, Page},
    problem::Code,
    query::DirectoryQuery,
};
use forprev_store::{
    self as store,
    cursor::Cursor,
    directory::{Entry, Filter},
};

/// What is wrong with a question, whoever answers it; where its page begins.
///
/// # Errors
/// `request.cursor`, and what the query's shape refuses.
pub fn check(query: &DirectoryQuery) -> Result<Option<Cursor>, Failure> {
    let cursor = query.cursor.as_deref().map(|text| Cursor::of_text(text).ok_or(Code::BadCursor));
    let after = cursor.transpose().map_err(Failure::of)?;
    refuse_if_any(query.check())?;
    Ok(after)
}

/// One page of the directory of today.
///
/// # Errors
/// As [`check`].
pub fn list_public_organisations(
    tx: &mut Tx<'_>,
    query: &DirectoryQuery,
) -> Result<Page<PublicOrganisation>, Failure> {
    let after = check(query)?;
    let page = store::directory::list(tx.conn, &filter(query), tx.today, after.as_ref(), query.page_size())?;
    Ok(Page {
        items: page.items.into_iter().map(told).collect(),
        next_cursor: page.next.map(|cursor| cursor.to_text()),
        total: page.total,
    })
}

/// All that the query finds, as CSV (RFC 4180, UTF-8 with a header line): a line for each habilitation.
///
/// # Errors
/// As [`check`].
pub fn public_organisations_csv(tx: &mut Tx<'_>, query: &DirectoryQuery) -> Result<Vec<u8>, Failure> {
    check(query)?;
    let mut out = csv::Writer::from_writer(Vec::new());
    let broken = |_| Failure::internal("the directory cannot be written as CSV");
    out.write_record(COLUMNS).map_err(broken)?;
    let (filter, mut after) = (filter(query), None);
    loop {
        let page = store::directory::list(tx.conn, &filter, tx.today, after.as_ref(), MAX_LIMIT)?;
        for one in page.items.into_iter().map(told) {
            for held in &one.habilitations {
                out.write_record(line(&one, held)).map_err(broken)?;
            }
        }
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    out.into_inner().map_err(|_| Failure::internal("the directory cannot be written as CSV"))
}

/// When the directory last changed, for `Last-Modified`: by a write, or at midnight in Paris, when habilitations begin
/// and end by themselves. (Where nothing began or ended, the tag tells that it is the same.)
///
/// # Errors
/// The base cannot be read.
pub fn changed_at(tx: &mut Tx<'_>) -> Result<DateTime<Utc>, Failure> {
    let written = store::directory::changed_at(tx.conn)?.utc();
    Ok(written.max(start_of_day_in_paris(tx.today)))
}

const COLUMNS: [&str; 15] = [
    "id",
    "raison_sociale",
    "enseigne",
    "siret",
    "postal_code",
    "city",
    "departement",
    "region",
    "reach",
    "email",
    "phone",
    "website",
    "dispositif",
    "level",
    "valid_until",
];

fn line(one: &PublicOrganisation, held: &PublicHabilitation) -> [String; 15] {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    [
        one.id.to_string(),
        one.raison_sociale.clone(),
        text(&one.enseigne),
        one.siret.clone(),
        one.postal_code.clone(),
        one.city.clone(),
        one.departement.clone(),
        one.region.clone(),
        one.reach.as_str().to_owned(),
        text(&one.email),
        text(&one.phone),
        text(&one.website),
        held.dispositif.clone(),
        held.level.to_string(),
        held.valid_until.to_string(),
    ]
}

fn filter(query: &DirectoryQuery) -> Filter {
    Filter {
        dispositif: query.dispositif.clone(),
        level: query.level,
        region: query.region.clone(),
        departement: query.departement.clone(),
        reach: query.reach.as_deref().and_then(ServiceReach::of),
        q: query.q.clone(),
    }
}

/// What may be told of an organisation: only what it agreed to publish.
fn told(entry: Entry) -> PublicOrganisation {
    let Entry { organisation: one, region, habilitations } = entry;
    PublicOrganisation {
        id: one.id,
        kind: one.kind,
        raison_sociale: one.raison_sociale,
        enseigne: one.enseigne,
        siret: one.siret.to_string(),
        postal_code: one.postal_code,
        city: one.city,
        departement: one.departement,
        region,
        reach: one.reach.unwrap_or(ServiceReach::Regional),
        email: one.published_email,
        phone: one.published_phone,
        website: one.published_website,
        habilitations: habilitations
            .into_iter()
            .map(|held| PublicHabilitation {
                number: held.number.to_string(),
                dispositif: held.dispositif,
                level: held.level,
                valid_until: held.valid_until,
            })
            .collect(),
    }
}
