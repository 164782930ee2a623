//! What became of mails, for those who look after the system; and the mailbox of the demonstration.

use crate::{Failure, Tx, failure::refuse_if_any, notifications::cursor};
use forprev_core::{
    email::Email,
    mail::{MailState, MailSummary, SentMail},
    page::{MAX_LIMIT, Page},
    problem::Code,
    query::MailQuery,
};
use forprev_store as store;

/// `GET /mails`: who was written to, when, and what became of it, the latest first. Never what they say.
///
/// # Errors
/// `request.cursor`, and what the query's shape refuses.
pub fn list_mails(tx: &mut Tx<'_>, query: &MailQuery) -> Result<Page<MailSummary>, Failure> {
    refuse_if_any(query.check())?;
    let after = cursor(query.cursor.as_deref())?;
    let state = query.state.as_deref().and_then(MailState::of);
    let page = store::mail::list(tx.conn, state, after.as_ref(), query.page_size())?;
    Ok(Page {
        items: page.items.into_iter().map(summary).collect(),
        next_cursor: page.next.map(|cursor| cursor.to_text()),
        total: page.total,
    })
}

fn summary(row: store::mail::Row) -> MailSummary {
    let waits = row.state == MailState::Waiting;
    MailSummary {
        id: row.id,
        kind: row.kind,
        to: row.recipient.parse::<Email>().map(|email| email.masked()).unwrap_or_default(),
        state: row.state,
        created_at: row.created_at.into(),
        done_at: row.done_at.map(Into::into),
        next_at: waits.then(|| row.due_at.into()),
        attempts: u32::try_from(row.attempts).unwrap_or_default(),
        last_error: row.last_error,
    }
}

/// `GET /demo/mails`: what the demonstration would have sent, the latest first.
///
/// # Errors
/// `not_found` on any other server.
pub fn list_demo_mails(tx: &mut Tx<'_>) -> Result<Page<SentMail>, Failure> {
    if !tx.app.settings.demo {
        return Err(Failure::of(Code::NotFound));
    }
    let sent = store::mail::list(tx.conn, Some(MailState::Sent), None, MAX_LIMIT)?;
    let items: Vec<_> = sent.items.into_iter().filter_map(whole).collect();
    Ok(Page { total: items.len() as u64, items, next_cursor: None })
}

fn whole(row: store::mail::Row) -> Option<SentMail> {
    let content = row.content?.0;
    let text = |name: &str| content.get(name).and_then(|value| value.as_str()).unwrap_or_default().to_owned();
    Some(SentMail {
        subject: text("subject"),
        text: text("text"),
        html: text("html"),
        sent_at: row.done_at?.into(),
        id: row.id,
        to: row.recipient,
    })
}
