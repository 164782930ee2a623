//! Contacts of the caisses and of INRS: read by the people of their territory, kept by their agents (workflows.md §8).

use crate::{Failure, Tx, audit, failure::refuse_if_any, sessions::Expected};
use forprev_core::{
    contact::{Contact, ContactPatch, ContactQuery, NewContact},
    id::ContactId,
    page::Page,
    policy::contact::{ContactScope, edit, scope},
    problem::{Code, Fault},
    text::search_key,
};
use forprev_store as store;
use serde_json::json;
use std::collections::{BTreeSet, HashMap};
use store::contact::Row;

/// What stands for the name of a caisse where it is INRS.
const INRS: &str = "INRS";

/// `GET /contacts`: those of one's caisses, by caisse and name; those of INRS after them.
///
/// # Errors
/// `request.cursor`, what the query's shape refuses.
pub fn list_contacts(tx: &mut Tx<'_>, query: &ContactQuery) -> Result<Page<Contact>, Failure> {
    let wanted = query.wanted()?;
    refuse_if_any(query.check())?;
    let readable = Readable::of(tx)?;
    let only = query.caisse.as_deref().map(str::trim).filter(|code| !code.is_empty());
    let mut rows = store::contact::all(tx.conn)?;
    rows.retain(|row| {
        readable.holds(row) && only.is_none_or(|code| row.caisse_code.as_deref() == Some(code))
    });
    let names = names(tx)?;
    let contacts = rows.into_iter().map(|row| told(tx, &names, row)).collect();
    Ok(wanted.cut(contacts, |one: &Contact| {
        // Those of INRS last.
        let of = if one.caisse.is_some() { search_key(&one.caisse_name) } else { "~".to_owned() };
        format!("{of} {} {}", search_key(&one.name), one.id)
    }))
}

/// Whose contacts the transaction's actor reads.
enum Readable {
    All,
    /// These caisses', and INRS's.
    Of(BTreeSet<String>),
}

impl Readable {
    fn of(tx: &mut Tx<'_>) -> Result<Self, Failure> {
        if scope(tx.actor)? == ContactScope::All {
            return Ok(Self::All);
        }
        let mut caisses = BTreeSet::new();
        let mut organisations = Vec::new();
        for profile in tx.actor.profiles() {
            caisses.extend(profile.caisse.clone());
            organisations.extend(profile.organisation_id);
        }
        for row in store::organisation::find_all(tx.conn, &organisations)? {
            caisses.extend(row.caisse_code);
        }
        if let Some(me) = tx.actor.person_id() {
            // The one that they chose (H1).
            caisses.extend(store::person::find(tx.conn, me)?.caisse_code);
        }
        Ok(Self::Of(caisses))
    }

    fn holds(&self, row: &Row) -> bool {
        match (self, &row.caisse_code) {
            (Self::All, _) | (_, None) => true,
            (Self::Of(caisses), Some(code)) => caisses.contains(code),
        }
    }
}

fn names(tx: &mut Tx<'_>) -> Result<HashMap<String, String>, Failure> {
    Ok(store::place::caisses(tx.conn)?.into_iter().map(|one| (one.code, one.name)).collect())
}

fn told(tx: &Tx<'_>, names: &HashMap<String, String>, row: Row) -> Contact {
    let name = |code: &String| names.get(code).cloned().unwrap_or_else(|| code.clone());
    Contact {
        id: row.id,
        version: row.version,
        caisse_name: row.caisse_code.as_ref().map_or_else(|| INRS.to_owned(), name),
        edit: edit(tx.actor, row.caisse_code.as_deref()).into(),
        caisse: row.caisse_code,
        name: row.name,
        function: row.function,
        phone: row.phone,
        other_phone: row.other_phone,
        email: row.email,
        address: row.address,
        postal_code: row.postal_code,
        city: row.city,
    }
}

fn one(tx: &mut Tx<'_>, row: Row) -> Result<Contact, Failure> {
    let names = names(tx)?;
    Ok(told(tx, &names, row))
}

fn filled(row: Row, content: NewContact) -> Row {
    let NewContact { caisse: _, name, function, phone, other_phone, email, address, postal_code, city } =
        content;
    Row { name, function, phone, other_phone, email, address, postal_code, city, ..row }
}

/// Which caisse it is and what was done: never a name or a number.
fn record(tx: &mut Tx<'_>, act: &str, row: &Row) -> Result<(), Failure> {
    let detail = json!({ "caisse": row.caisse_code });
    audit::record(tx, act, "contact", &row.id.to_string(), None, detail)
}

/// `POST /contacts`: adds a contact of a caisse, or of INRS.
///
/// # Errors
/// What is wrong in shape; `field.reference` for a caisse that does not exist, `forbidden` for another one's.
pub fn create_contact(tx: &mut Tx<'_>, input: &NewContact) -> Result<Contact, Failure> {
    refuse_if_any(input.check())?;
    let content = input.cleaned();
    let caisse_code = Some(content.caisse.clone()).filter(|code| !code.is_empty());
    edit(tx.actor, caisse_code.as_deref())?;
    if let Some(code) = &caisse_code
        && store::place::caisse(tx.conn, code)?.is_none()
    {
        return Err(Fault::new(Code::BadReference).at("/caisse").into());
    }
    let blank = Row {
        id: ContactId::new(tx.new_id()),
        caisse_code,
        name: String::new(),
        function: String::new(),
        phone: String::new(),
        other_phone: String::new(),
        email: String::new(),
        address: String::new(),
        postal_code: String::new(),
        city: String::new(),
        version: 1,
        created_at: tx.now.into(),
        updated_at: tx.now.into(),
    };
    let row = filled(blank, content);
    store::contact::insert(tx.conn, row.clone())?;
    record(tx, "create_contact", &row)?;
    one(tx, row)
}

/// A contact, locked and in its next version, of those that the actor keeps.
fn take(tx: &mut Tx<'_>, id: ContactId, expected: impl Into<Expected>) -> Result<Row, Failure> {
    let readable = Readable::of(tx)?;
    let row = store::contact::touch(tx.conn, id)?;
    if !readable.holds(&row) {
        return Err(Failure::of(Code::NotFound));
    }
    edit(tx.actor, row.caisse_code.as_deref())?;
    expected.into().check(row.version - 1)?;
    Ok(row)
}

/// `PATCH /contacts/{id}`: what is present replaces, an empty text clears, what is absent stays.
///
/// # Errors
/// What is wrong in shape; `not_found`, `forbidden`, `version.stale`, `version.missing`.
pub fn update_contact(
    tx: &mut Tx<'_>,
    id: ContactId,
    expected: impl Into<Expected>,
    patch: &ContactPatch,
) -> Result<Contact, Failure> {
    refuse_if_any(patch.check())?;
    let row = take(tx, id, expected)?;
    let held = one(tx, row.clone())?.typed();
    let wanted = patch.clone().applied_to(held).cleaned();
    refuse_if_any(wanted.check())?;
    let row = Row { updated_at: tx.now.into(), ..filled(row, wanted) };
    store::contact::save(tx.conn, row.clone())?;
    record(tx, "update_contact", &row)?;
    one(tx, row)
}

/// `DELETE /contacts/{id}`: it is shown no more.
///
/// # Errors
/// `not_found`, `forbidden`, `version.stale`.
pub fn remove_contact(tx: &mut Tx<'_>, id: ContactId, expected: impl Into<Expected>) -> Result<(), Failure> {
    let row = take(tx, id, expected)?;
    store::contact::erase(tx.conn, id)?;
    record(tx, "remove_contact", &row)
}
