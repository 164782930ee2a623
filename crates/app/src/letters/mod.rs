//! Decision letters (D1–D3): made in the transaction of the decision, read as a page or as PDF, mailed with it.

mod models;

pub use models::{create_letter_model, list_letter_models, preview_letter, preview_letter_pdf};

use crate::{Failure, Tx, render};
use chrono::{DateTime, NaiveDate, Utc};
use forprev_core::{
    calendar::french_day,
    id::{HabilitationId, LetterId, OrganisationId},
    letter::{Letter, LetterKind, LetterRow, LetterText, Placeholder, Values},
    page::Page,
    policy::{letter::read, organisation::OrganisationStanding},
    query::PageQuery,
};
use forprev_store::{self as store, Json};
use store::letter::Row;

/// Who decides on requests.
pub const CNH: &str = "Commission nationale d’habilitation";
/// Who suspends, lifts and withdraws.
pub const INRS: &str = "INRS";

/// What a decision says to whom.
pub struct Decided<'a> {
    /// What it tells.
    pub kind: LetterKind,
    /// To which organisation.
    pub organisation: &'a store::organisation::Row,
    /// Of which habilitation, with its number.
    pub habilitation: Option<(HabilitationId, String)>,
    /// On which request.
    pub request: Option<String>,
    /// The dispositif's code.
    pub dispositif: &'a str,
    /// 1 or 2.
    pub level: u8,
    /// The day of the decision.
    pub decided_on: NaiveDate,
    /// The first day of what is decided.
    pub from: Option<NaiveDate>,
    /// Its last day.
    pub until: Option<NaiveDate>,
    /// Until when the organisation can give its observations.
    pub hearing_until: Option<NaiveDate>,
    /// Why.
    pub reason: Option<String>,
    /// What the grid found not to conform, an item a line.
    pub remarks: Vec<String>,
}

/// Makes the letter that tells a decision, in its transaction.
///
/// # Errors
/// The base cannot be read or written.
pub(crate) fn make(tx: &mut Tx<'_>, decided: Decided<'_>) -> Result<LetterId, Failure> {
    let model = store::letter::model_for(tx.conn, decided.kind, decided.dispositif)?;
    let body = model.map_or_else(|| decided.kind.first_model().to_owned(), |model| model.body);
    let values = values(tx, &decided)?;
    let title = LetterText::of(&body, &values).title;
    let issuer = match decided.kind {
        LetterKind::Suspension | LetterKind::Lifting | LetterKind::Withdrawal => INRS,
        _ => CNH,
    };
    let id = LetterId::new(tx.new_id());
    store::letter::insert(
        tx.conn,
        Row {
            id,
            kind: decided.kind,
            organisation_id: decided.organisation.id,
            habilitation_id: decided.habilitation.map(|(id, _)| id),
            request_id: decided.request,
            dispositif: decided.dispositif.to_owned(),
            level: decided.level,
            decided_on: decided.decided_on,
            issuer: issuer.to_owned(),
            title,
            body,
            filled_in: Json(values),
            created_at: tx.now.into(),
        },
    )?;
    Ok(id)
}

/// What stands for what in this letter.
fn values(tx: &mut Tx<'_>, decided: &Decided<'_>) -> Result<Values, Failure> {
    let organisation = decided.organisation;
    let detail = store::organisation_detail::of(tx.conn, organisation.id)?;
    let catalogue = crate::catalogue::on(tx, decided.decided_on)?;
    let label = catalogue.dispositif(decided.dispositif).map_or(decided.dispositif, |one| one.label.as_str());
    let training = format!("{label} ({}), niveau {}", decided.dispositif, decided.level);
    let address = format!("{}, {} {}", organisation.address, organisation.postal_code, organisation.city);
    let names = [detail.signatory_first_name, detail.signatory_last_name].into_iter().flatten();
    let names = names.collect::<Vec<_>>().join(" ");
    let signatory = match detail.signatory_function {
        Some(function) if !names.is_empty() => format!("{names}, {function}"),
        _ if names.is_empty() => "son représentant".to_owned(),
        _ => names,
    };
    let caisse = crate::files::caisse_in_words(tx, organisation.caisse_code.as_deref())?;
    let remarks: Vec<_> = decided.remarks.iter().map(|one| format!("- {}", one.replace('\n', " "))).collect();
    let number = decided.habilitation.as_ref().map(|(_, number)| number.clone()).unwrap_or_default();
    let day = |day: Option<NaiveDate>| day.map(french_day).unwrap_or_default();
    let said = |one: Placeholder| match one {
        Placeholder::Organisation => organisation.raison_sociale.clone(),
        Placeholder::Siret => organisation.siret.grouped(),
        Placeholder::Address => address.clone(),
        Placeholder::Dispositif => training.clone(),
        Placeholder::HabilitationNumber => number.clone(),
        Placeholder::From => day(decided.from),
        Placeholder::Until => day(decided.until),
        Placeholder::DecidedOn => french_day(decided.decided_on),
        Placeholder::Reason => decided.reason.clone().unwrap_or_default(),
        Placeholder::Remarks => remarks.join("\n"),
        Placeholder::Duration => duration(decided),
        Placeholder::Hearing => hearing(decided.hearing_until),
        Placeholder::Caisse => caisse.clone(),
        Placeholder::Signatory => signatory.clone(),
    };
    Ok(Placeholder::ALL.iter().map(|one| (one.as_str().to_owned(), said(*one))).collect())
}

/// How long a suspension lasts, as a sentence; nothing of another decision.
fn duration(decided: &Decided<'_>) -> String {
    match (decided.kind, decided.until) {
        (LetterKind::Suspension, Some(until)) => {
            format!("Le dernier jour de la suspension est le {}.", french_day(until))
        }
        (LetterKind::Suspension, None) => "La suspension dure jusqu’à sa levée.".to_owned(),
        _ => String::new(),
    }
}

/// Until when the organisation is heard, as a sentence; nothing where it is urgent.
fn hearing(until: Option<NaiveDate>) -> String {
    let said = |day| format!("Vous pouvez présenter vos observations à l’INRS jusqu’au {}.", french_day(day));
    until.map(said).unwrap_or_default()
}

/// The letter, where the transaction's actor may read it today.
fn seen(tx: &mut Tx<'_>, id: LetterId) -> Result<Row, Failure> {
    let row = store::letter::find(tx.conn, id)?;
    let caisse = store::organisation::caisse_of(tx.conn, row.organisation_id)?;
    let to = OrganisationStanding { id: row.organisation_id, caisse };
    let validity = match row.habilitation_id {
        Some(id) => Some(store::habilitation::find(tx.conn, id)?.validity()),
        None => None,
    };
    read(tx.actor, &to, validity.as_ref(), tx.today)?;
    Ok(row)
}

fn told(row: &Row) -> LetterRow {
    LetterRow {
        id: row.id,
        kind: row.kind,
        title: row.title.clone(),
        organisation_id: row.organisation_id,
        habilitation_id: row.habilitation_id,
        dispositif: row.dispositif.clone(),
        level: row.level,
        decided_on: row.decided_on,
        created_at: row.created_at.into(),
    }
}

/// `GET /organisations/{id}/letters`: the letters to an organisation that the caller may read, the last first.
///
/// # Errors
/// As `may_ever`; `not_found` where the organisation is not theirs to see; `request.cursor`.
pub fn list_letters(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    query: &PageQuery,
) -> Result<Page<LetterRow>, Failure> {
    crate::failure::refuse_if_any(query.check())?;
    let wanted = query.wanted()?;
    let caisse = store::organisation::caisse_of(tx.conn, organisation)?;
    let to = OrganisationStanding { id: organisation, caisse };
    read(tx.actor, &to, None, tx.today)?;
    let rows = store::letter::of_organisation(tx.conn, organisation)?;
    let ids: Vec<_> = rows.iter().filter_map(|row| row.habilitation_id).collect();
    let known = if ids.is_empty() { Vec::new() } else { store::habilitation::find_all(tx.conn, &ids)? };
    let readable = |row: &Row| {
        let validity =
            known.iter().find(|one| Some(one.row.id) == row.habilitation_id).map(|one| one.validity());
        read(tx.actor, &to, validity.as_ref(), tx.today).is_ok()
    };
    let items: Vec<_> = rows.iter().filter(|row| readable(row)).map(told).collect();
    // The last first, by the time in their identifiers.
    Ok(wanted.cut(items, |row| {
        let turned: String = row.id.to_string().chars().map(|c| c.to_digit(16).map_or(c, turned)).collect();
        turned
    }))
}

/// A hexadecimal digit that sorts the other way round.
fn turned(digit: u32) -> char {
    char::from_digit(15 - digit.min(15), 16).unwrap_or('0')
}

/// `GET /letters/{id}`: the letter, to be read as a page.
///
/// # Errors
/// `not_found`.
pub fn get_letter(tx: &mut Tx<'_>, id: LetterId) -> Result<Letter, Failure> {
    let row = seen(tx, id)?;
    Ok(Letter { row: told(&row), text: LetterText::of(&row.body, &row.filled_in.0) })
}

/// `GET /letters/{id}/pdf`: the same as PDF, the same bytes each time.
///
/// # Errors
/// `not_found`.
pub fn get_letter_pdf(tx: &mut Tx<'_>, id: LetterId) -> Result<Unlaid, Failure> {
    Ok(Unlaid::of(&seen(tx, id)?))
}

/// A letter that is still to be laid out, outside the transaction that read it.
pub struct Unlaid {
    text: LetterText,
    issuer: String,
    at: DateTime<Utc>,
}

impl Unlaid {
    /// This letter.
    pub(crate) fn of(row: &Row) -> Self {
        let text = LetterText::of(&row.body, &row.filled_in.0);
        Self { text, issuer: row.issuer.clone(), at: row.created_at.into() }
    }

    /// Its PDF.
    ///
    /// # Errors
    /// It cannot be laid out.
    pub fn lay_out(&self) -> Result<Vec<u8>, Failure> {
        let drawn = render::letter::letter(&self.text, &self.issuer, self.at);
        drawn.map_err(|error| Failure::internal(error.to_string()))
    }
}
