//! The models of letters (D3): INRS writes versions, with checked placeholders and a preview.

use super::Unlaid;
use crate::{Failure, Tx, audit, failure::refuse_if_any};
use forprev_core::{
    letter::{LetterKind, LetterModel, LetterText, NewLetterModel, examples},
    page::Page,
    policy::{Action, may_ever},
    problem::{Code, Fault},
    query::PageQuery,
    text::clean,
};
use forprev_store as store;
use serde_json::json;
use std::collections::HashMap;

/// `GET /letter-models`: of each kind the versions, the last first, and the one with which a base begins.
///
/// # Errors
/// As `may_ever`; `request.cursor`.
pub fn list_letter_models(tx: &mut Tx<'_>, query: &PageQuery) -> Result<Page<LetterModel>, Failure> {
    refuse_if_any(query.check())?;
    let wanted = query.wanted()?;
    let rows = store::letter::models(tx.conn)?;
    let authors: Vec<_> = rows.iter().map(|row| row.author_id).collect();
    let names: HashMap<_, _> = store::person::find_all(tx.conn, &authors)?
        .into_iter()
        .map(|person| (person.id, format!("{} {}", person.first_name, person.last_name)))
        .collect();
    let mut models = Vec::new();
    for kind in LetterKind::ALL {
        let mut seen: Vec<Option<String>> = Vec::new();
        for row in rows.iter().filter(|row| row.kind == kind) {
            let current = !seen.contains(&row.dispositif);
            seen.push(row.dispositif.clone());
            models.push(LetterModel {
                id: Some(row.id.clone()),
                kind,
                dispositif: row.dispositif.clone(),
                body: row.body.clone(),
                created_at: Some(row.created_at.into()),
                author: names.get(&row.author_id).cloned(),
                current,
            });
        }
        models.push(LetterModel {
            id: None,
            kind,
            dispositif: None,
            body: kind.first_model().to_owned(),
            created_at: None,
            author: None,
            current: !seen.contains(&None),
        });
    }
    let keyed: Vec<_> = models.into_iter().enumerate().collect();
    let page = wanted.cut(keyed, |(place, _)| format!("{place:06}"));
    Ok(Page {
        items: page.items.into_iter().map(|(_, model)| model).collect(),
        next_cursor: page.next_cursor,
        total: page.total,
    })
}

/// `POST /letter-models`: a new version, of which letters are made from now on. Those that were made stay as they are.
///
/// # Errors
/// As `may_ever`; all that is wrong with it; `field.reference` for a dispositif that is not in the catalogue.
pub fn create_letter_model(tx: &mut Tx<'_>, input: &NewLetterModel) -> Result<LetterModel, Failure> {
    may_ever(tx.actor, Action::EditLetterModels)?;
    let (kind, dispositif) = checked(tx, input)?;
    let person = tx.actor.person().ok_or_else(|| Failure::of(Code::Forbidden))?;
    let row = store::letter::ModelRow {
        id: tx.new_id().to_string(),
        kind,
        dispositif,
        body: input.body.replace('\r', ""),
        author_id: person.id,
        created_at: tx.now.into(),
    };
    store::letter::insert_model(tx.conn, row.clone())?;
    let detail = json!({ "kind": kind, "dispositif": row.dispositif });
    audit::record(tx, "create_letter_model", "letter_model", &row.id, None, detail)?;
    Ok(LetterModel {
        id: Some(row.id),
        kind,
        dispositif: row.dispositif,
        body: row.body,
        created_at: Some(tx.now),
        author: Some(format!("{} {}", person.first_name, person.last_name)),
        current: true,
    })
}

fn checked(tx: &mut Tx<'_>, input: &NewLetterModel) -> Result<(LetterKind, Option<String>), Failure> {
    refuse_if_any(input.check())?;
    let kind = LetterKind::of(&input.kind).ok_or_else(|| Failure::of(Code::BadChoice))?;
    let dispositif = input.dispositif.as_deref().map(clean).filter(|code| !code.is_empty());
    if let Some(code) = &dispositif
        && crate::catalogue::on(tx, tx.today)?.dispositif(code).is_none()
    {
        return Err(Fault::new(Code::BadReference).at("/dispositif").into());
    }
    Ok((kind, dispositif))
}

/// `POST /letter-models/preview`: what a letter of this model would say, with examples in place of what is filled in.
///
/// # Errors
/// As [`create_letter_model`].
pub fn preview_letter(tx: &mut Tx<'_>, input: &NewLetterModel) -> Result<LetterText, Failure> {
    may_ever(tx.actor, Action::EditLetterModels)?;
    checked(tx, input)?;
    Ok(LetterText::of(&input.body, &examples()))
}

/// `POST /letter-models/preview/pdf`: the same as PDF.
///
/// # Errors
/// As [`create_letter_model`].
pub fn preview_letter_pdf(tx: &mut Tx<'_>, input: &NewLetterModel) -> Result<Unlaid, Failure> {
    Ok(Unlaid { text: preview_letter(tx, input)?, issuer: super::CNH.to_owned(), at: tx.now })
}
