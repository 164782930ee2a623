//! What a mail says, made of the lines that it tells when it is sent: what is no longer true is left out.

use super::{Carried, Letter, layout, unsubscribe};
use crate::{App, Failure, Tx, accounts, letters::Unlaid};
use forprev_core::{
    id::{LetterId, OrganisationId},
    notification::{Category, Facts, Kind, Page, Words},
};
use forprev_store as store;

/// One thing that is told, with the address that its link opens.
pub(super) struct Told {
    pub(super) words: Words,
    pub(super) link: Option<(&'static str, String)>,
    /// Whom it is about, where that is an organisation: several things are grouped by it (I7).
    pub(super) organisation: Option<Group>,
    category: Category,
    /// The decision letter that goes with it.
    letter: Option<LetterId>,
}

/// An organisation of which a mail tells: by name, and two of the same name are two.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Group {
    pub(super) name: String,
    id: OrganisationId,
}

/// The letter that a mail is; nothing where nothing is left to tell.
pub(super) fn letter(tx: &mut Tx<'_>, mail: &store::mail::Row) -> Result<Option<Letter>, Failure> {
    let mut told = Vec::new();
    for line in store::outbox::of_mail(tx.conn, &mail.id)? {
        told.extend(read(tx, line)?);
    }
    // What is about no organisation stands first.
    told.sort_by(|a, b| a.organisation.cmp(&b.organisation));
    let subject = match told.as_slice() {
        [] => return Ok(None),
        [one] => one.words.title.clone(),
        many => format!("Forprev : {} messages", many.len()),
    };
    let name = match mail.person_id {
        Some(person) => {
            let person = store::person::find(tx.conn, person)?;
            Some(format!("{} {}", person.first_name, person.last_name))
        }
        None => None,
    };
    let mut stops: Vec<_> =
        told.iter().map(|one| one.category).filter(|one| Category::CHOSEN.contains(one)).collect();
    stops.sort_unstable_by_key(|one| one.as_str());
    stops.dedup();
    // What is always sent cannot be stopped.
    let token =
        mail.person_id.filter(|_| !stops.is_empty()).map(|person| unsubscribe::token(tx.app, person, &stops));
    let base = &tx.app.settings.public_url;
    let page = layout::Page {
        name,
        told: &told,
        home: base,
        stop: token.as_ref().map(|token| format!("{base}/desabonnement#{token}")),
    };
    Ok(Some(Letter {
        id: mail.id.clone(),
        to: mail.recipient.clone(),
        subject,
        text: page.text(),
        html: page.html(),
        unsubscribe: token.map(|token| format!("{base}/api/v1/unsubscribe/{token}")),
        carried: carried(tx, &told)?,
    }))
}

/// D1: the decision letters that go with what is told.
fn carried(tx: &mut Tx<'_>, told: &[Told]) -> Result<Vec<Carried>, Failure> {
    let mut carried = Vec::new();
    for id in told.iter().filter_map(|one| one.letter) {
        let row = store::letter::find(tx.conn, id)?;
        let name = format!("lettre-de-decision-{}-{}.pdf", row.dispositif.to_lowercase(), row.decided_on);
        carried.push(Carried { name, bytes: Unlaid::of(&row).lay_out()? });
    }
    Ok(carried)
}

/// A line in words; nothing where its session has gone on, or is gone.
fn read(tx: &mut Tx<'_>, line: store::outbox::Row) -> Result<Option<Told>, Failure> {
    let Some(kind) = Kind::of(&line.kind) else { return Ok(None) };
    if let Some(session) = line.session_id {
        match store::session::find(tx.conn, session, tx.today) {
            Ok(row) if kind.holds_in(row.state) => {}
            Ok(_) | Err(store::Error::NotFound) => return Ok(None),
            Err(error) => return Err(error.into()),
        }
    }
    let mut facts: Facts = serde_json::from_value(line.payload.0)?;
    let organisation = match line.organisation_id {
        Some(id) => Some(Group { name: store::organisation::find(tx.conn, id)?.raison_sociale, id }),
        None => None,
    };
    if facts.organisation.is_none() {
        facts.organisation = organisation.as_ref().map(|group| group.name.clone());
    }
    let words = kind.words(&facts);
    let link = words.link.as_ref().and_then(|link| Some((link.label, address(tx.app, &link.page, &facts)?)));
    let letter = facts.letter_id.as_deref().and_then(|id| id.parse().ok());
    Ok(Some(Told { words, link, organisation, category: kind.category(), letter }))
}

fn address(app: &App, page: &Page, facts: &Facts) -> Option<String> {
    match page {
        Page::Path(path) => Some(format!("{}{path}", app.settings.public_url)),
        Page::OneTime => {
            Some(accounts::link::url(app, facts.page.as_deref().unwrap_or("lien"), facts.link.as_deref()?))
        }
    }
}
