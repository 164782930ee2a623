//! Reading the log: `GET /audit`.

use crate::{Failure, Tx, failure::refuse_if_any};
use forprev_core::{
    actor::ProfileKind,
    audit::{AuditLine, AuditQuery, sentence},
    calendar::{day_after, start_of_day_in_paris},
    id::{OrganisationId, PersonId},
    page::{MAX_LIMIT, Page},
    policy::audit::{AuditScope, Called, audit, called},
    problem::Code,
};
use forprev_store::{
    self as store,
    audit::{Filter, Row},
    cursor::{Cursor, Paged},
};
use std::collections::HashMap;

/// How many lines a CSV has at the most: who needs more asks for fewer days at a time.
const CSV_MAX: usize = 50_000;

/// `GET /audit`: a page of the lines that the caller reads, the newest first.
///
/// # Errors
/// As `may_ever`; what is wrong in shape; `request.cursor`.
pub fn list_audit(tx: &mut Tx<'_>, query: &AuditQuery) -> Result<Page<AuditLine>, Failure> {
    let scope = audit(tx.actor)?;
    refuse_if_any(query.check())?;
    let unreadable = || Failure::of(Code::BadCursor);
    let after =
        query.cursor.as_deref().map(|text| Cursor::of_text(text).ok_or_else(unreadable)).transpose()?;
    let page = store::audit::list(tx.conn, &scope, &filter(query), after.as_ref(), query.page_size());
    let Paged { items, next, total } = page.map_err(|error| match error {
        store::Error::NotFound => unreadable(),
        other => other.into(),
    })?;
    let items = told(tx, &scope, items)?;
    Ok(Page { items, next_cursor: next.map(|cursor| cursor.to_text()), total })
}

/// All that the query finds, as CSV (RFC 4180, UTF-8 with a header line), 50,000 lines at the most.
///
/// # Errors
/// As [`list_audit`].
pub fn audit_csv(tx: &mut Tx<'_>, query: &AuditQuery) -> Result<Vec<u8>, Failure> {
    let scope = audit(tx.actor)?;
    refuse_if_any(query.check())?;
    let broken = |_| Failure::internal("the log cannot be written as CSV");
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(COLUMNS).map_err(broken)?;
    let (filter, mut after, mut written) = (filter(query), None, 0);
    while written < CSV_MAX {
        let page = store::audit::list(tx.conn, &scope, &filter, after.as_ref(), MAX_LIMIT)?;
        written += page.items.len();
        for one in told(tx, &scope, page.items)? {
            out.write_record(line(one)).map_err(broken)?;
        }
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    out.into_inner().map_err(|_| Failure::internal("the log cannot be written as CSV"))
}

const COLUMNS: [&str; 9] = [
    "at",
    "who",
    "action",
    "sentence",
    "resource_kind",
    "resource_id",
    "organisation_id",
    "organisation_name",
    "address",
];

fn line(one: AuditLine) -> [String; 9] {
    [
        one.at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true),
        one.who,
        one.action,
        one.sentence,
        one.resource_kind,
        one.resource_id.unwrap_or_default(),
        one.organisation_id.map(|id| id.to_string()).unwrap_or_default(),
        one.organisation_name.unwrap_or_default(),
        one.address.unwrap_or_default(),
    ]
}

fn filter(query: &AuditQuery) -> Filter {
    let (from, to) = query.days();
    let id = |text: &Option<String>| text.as_deref().map(str::trim).map(str::to_owned);
    Filter {
        from: from.map(|day| start_of_day_in_paris(day).into()),
        before: to.map(|day| start_of_day_in_paris(day_after(day)).into()),
        action: id(&query.action),
        person: id(&query.person_id).and_then(|text| text.parse().ok()),
        organisation: id(&query.organisation_id).and_then(|text| text.parse().ok()),
        resource_kind: id(&query.resource_kind),
        resource_id: id(&query.resource_id),
    }
}

/// Lines as the reader is told of them.
fn told(tx: &mut Tx<'_>, scope: &AuditScope, rows: Vec<Row>) -> Result<Vec<AuditLine>, Failure> {
    let mut ids: Vec<PersonId> = rows.iter().filter_map(|row| row.person_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let people: HashMap<PersonId, String> = store::person::find_all(tx.conn, &ids)?
        .into_iter()
        .map(|row| (row.id, format!("{} {}", row.first_name, row.last_name)))
        .collect();
    let mut kinds: HashMap<PersonId, Vec<ProfileKind>> = HashMap::new();
    for (person, kind) in store::profile::kinds_of(tx.conn, &ids)? {
        kinds.entry(person).or_default().push(kind);
    }
    let mut ids: Vec<OrganisationId> = rows.iter().filter_map(|row| row.organisation_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let organisations: HashMap<OrganisationId, String> = store::organisation::find_all(tx.conn, &ids)?
        .into_iter()
        .map(|row| (row.id, row.raison_sociale))
        .collect();
    let me = tx.actor.person_id();
    let who = |row: &Row| match (row.person_id, row.client_id) {
        (Some(person), _) => {
            let how = called(scope, kinds.get(&person).map_or(&[], Vec::as_slice)).institution();
            let name = || people.get(&person).cloned().unwrap_or_default();
            how.filter(|_| me != Some(person)).map_or_else(name, str::to_owned)
        }
        (None, Some(_)) => "Un système connecté".to_owned(),
        (None, None) if row.address.is_some() => "Quelqu’un qui n’était pas connecté".to_owned(),
        (None, None) => "Forprev".to_owned(),
    };
    Ok(rows
        .iter()
        .map(|row| {
            let own = me.is_some() && row.person_id == me;
            AuditLine {
                id: row.id.clone(),
                at: row.at.utc(),
                who: who(row),
                // Whose institution is told only is not told by way of an identifier.
                person_id: row.person_id.filter(|person| {
                    own || called(scope, kinds.get(person).map_or(&[], Vec::as_slice)) == Called::ByName
                }),
                client_id: row.client_id,
                sentence: sentence(&row.action).to_owned(),
                action: row.action.clone(),
                resource_kind: row.resource_kind.clone(),
                resource_id: row.resource_id.clone().filter(|id| !id.is_empty()),
                organisation_id: row.organisation_id,
                organisation_name: row.organisation_id.and_then(|id| organisations.get(&id).cloned()),
                address: row.address.clone().filter(|_| own || scope.all),
            }
        })
        .collect())
}
