//! Looking formateurs up (S4): organisations find anyone by number and by name those who led a session of theirs; a
//! caisse those who chose it; INRS everybody.

use crate::{Failure, Tx, catalogue, failure::refuse_if_any, habilitations::standing, sessions};
use chrono::NaiveDate;
use forprev_core::{
    catalogue::Level,
    formateur::FormateurFound,
    id::{HabilitationId, PersonId},
    page::Page,
    policy::organisation::{
        FormateurScope, HabilitationScope, formateurs, formateurs_by_name, habilitations,
    },
    problem::{Code, Fault},
    query::FormateurQuery,
    session::eligibility::{Qualification, qualified},
};
use forprev_store as store;

/// How many are found by name at the most: who has so many to choose from has to say more.
const FOUND_MAX: i64 = 500;

/// `GET /formateurs`: by number, or by name. With `habilitation_id`, each is shown qualified or not for its
/// dispositif and level on the day asked about, with the reason.
///
/// # Errors
/// As [`may_ever`]; what is wrong in shape; `field.required` with neither a number nor a name; `not_found` for a habilitation that is
/// not theirs to see.
pub fn list_formateurs(tx: &mut Tx<'_>, query: &FormateurQuery) -> Result<Page<FormateurFound>, Failure> {
    find_formateurs(tx, query).map(|(page, _)| page)
}

/// The same, and who is on the page: that they were shown is noted ([`crate::looks`]).
///
/// # Errors
/// As [`list_formateurs`].
pub fn find_formateurs(
    tx: &mut Tx<'_>,
    query: &FormateurQuery,
) -> Result<(Page<FormateurFound>, Vec<PersonId>), Failure> {
    let scope = formateurs(tx.actor)?;
    let page = query.wanted()?;
    refuse_if_any(query.check())?;
    let day = query.on.as_deref().and_then(|text| text.trim().parse().ok()).unwrap_or(tx.today);
    let wanted: Option<HabilitationId> =
        query.habilitation_id.as_deref().and_then(|text| text.trim().parse().ok());
    let asked = wanted.map(|id| habilitation(tx, id)).transpose()?;
    let people = match (&query.forprev_number, &query.q) {
        (Some(number), _) => {
            let number =
                number.trim().parse().map_err(|_| Fault::new(Code::BadFormat).at("/forprev_number"))?;
            let found = store::person::by_forprev_number(tx.conn, &number)?;
            found.into_iter().filter(|person| scope.finds(person.caisse_code.as_deref())).collect()
        }
        (None, Some(words)) if !words.trim().is_empty() => by_name(tx, &scope, asked.as_ref(), words)?,
        (None, _) => return Err(Fault::new(Code::Required).at("/forprev_number").into()),
    };
    let mut held = sessions::qualifications(tx, &people)?;
    let formateurs = people.into_iter().filter(|person| held.contains_key(&person.id)).collect();
    let by_name = |person: &store::person::Row| format!("{} {}", person.search_key, person.id);
    let people = page.cut(formateurs, by_name);
    let level = asked.as_ref().map(|one| level(tx, one, day)).transpose()?;
    let shown = people.items.iter().map(|person| person.id).collect();
    let page = people.map(|person| {
        let held = held.remove(&person.id).unwrap_or_default();
        told(person, &held, level.as_ref(), day)
    });
    Ok((page, shown))
}

/// The habilitation asked about, where the caller sees it.
fn habilitation(tx: &mut Tx<'_>, id: HabilitationId) -> Result<store::habilitation::Row, Failure> {
    let row = store::habilitation::find(tx.conn, id)?.row;
    let organisation = store::organisation::find(tx.conn, row.organisation_id)?;
    match habilitations(tx.actor, &standing(&organisation))? {
        HabilitationScope::These(these) if !these.contains(&id) => Err(Failure::of(Code::NotFound)),
        HabilitationScope::These(_) | HabilitationScope::All => Ok(row),
    }
}

fn by_name(
    tx: &mut Tx<'_>,
    scope: &FormateurScope,
    asked: Option<&store::habilitation::Row>,
    words: &str,
) -> Result<Vec<store::person::Row>, Failure> {
    if let Some(row) = asked {
        let organisation = store::organisation::find(tx.conn, row.organisation_id)?;
        formateurs_by_name(tx.actor, &standing(&organisation))?;
        return Ok(store::person::who_led_here(tx.conn, &[row.organisation_id], words, FOUND_MAX)?);
    }
    // Without a habilitation: those of the caller's own organisations, of their caisses, or everybody.
    let mut found = store::person::who_led_here(tx.conn, &scope.led_for, words, FOUND_MAX)?;
    if scope.all || !scope.caisses.is_empty() {
        let caisses = Some(scope.caisses.as_slice()).filter(|_| !scope.all);
        found.extend(store::person::formateurs_named(tx.conn, caisses, words, FOUND_MAX)?);
    }
    found.sort_by(|a, b| (&a.search_key, a.id).cmp(&(&b.search_key, b.id)));
    found.dedup_by_key(|person| person.id);
    found.truncate(usize::try_from(FOUND_MAX).unwrap_or_default());
    Ok(found)
}

fn level(tx: &mut Tx<'_>, habilitation: &store::habilitation::Row, day: NaiveDate) -> Result<Level, Failure> {
    let on_day = catalogue::on(tx, day)?;
    let found = on_day.level(&habilitation.dispositif, habilitation.level).cloned();
    found.ok_or_else(|| Fault::new(Code::BadDate).at("/on").into())
}

fn told(
    person: store::person::Row,
    held: &[Qualification],
    level: Option<&Level>,
    day: NaiveDate,
) -> FormateurFound {
    let fitting: Vec<_> = held
        .iter()
        .filter(|one| level.is_none_or(|level| level.animated_by.contains(&one.certificate_code)))
        .cloned()
        .collect();
    let decision = match level {
        Some(level) => qualified(held, &level.animated_by, day),
        // Asked about no dispositif in particular: whether they hold anything on that day.
        None => {
            let any: Vec<_> = held.iter().map(|one| one.certificate_code.clone()).collect();
            qualified(held, &any, day)
        }
    };
    FormateurFound {
        forprev_number: person.forprev_number,
        last_name: person.last_name,
        first_name: person.first_name,
        qualified: decision.is_ok(),
        qualified_until: qualified_until(&fitting, day),
        reason: decision.err(),
        qualifications: if level.is_some() { fitting } else { Vec::new() },
    }
}

/// The last day of what qualifies on `day`; none where something that does has no end.
fn qualified_until(fitting: &[Qualification], day: NaiveDate) -> Option<NaiveDate> {
    let in_force = || {
        fitting
            .iter()
            .filter(|one| one.obtained_on <= day && one.valid_until.is_none_or(|until| day <= until))
    };
    if in_force().any(|one| one.valid_until.is_none()) {
        return None;
    }
    in_force().filter_map(|one| one.valid_until).max()
}
