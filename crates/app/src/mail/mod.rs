//! Mails: lines of the outbox become mails as their person wants them (U6), and mails are sent until they are taken.
//!
//! A mail is taken by one server at a time, and has the same `Message-ID` each time it is tried: where a server dies
//! between the mail server's word and its own note, the second copy can be told from the first.

mod bounce;
mod compose;
mod gather;
mod layout;
mod list;
mod smtp;
pub mod unsubscribe;

pub use bounce::{Bounce, record_bounce};
pub use list::{list_demo_mails, list_mails};
pub use smtp::Smtp;

use crate::{App, Caller, Failure};
use chrono::Duration;
use forprev_core::mail::MailState;
use forprev_store as store;
use serde_json::json;

/// What leaves.
#[derive(Clone, PartialEq, Eq)]
pub struct Letter {
    /// The mail's identifier: its `Message-ID` is made of it.
    pub id: String,
    /// To which address.
    pub to: String,
    /// Subject.
    pub subject: String,
    /// As plain text.
    pub text: String,
    /// As HTML.
    pub html: String,
    /// RFC 8058: where one word stops the mails of its category.
    pub unsubscribe: Option<String>,
    /// What it carries (D1).
    pub carried: Vec<Carried>,
}

/// A PDF that a letter carries.
#[derive(Clone, PartialEq, Eq)]
pub struct Carried {
    /// What the file is called.
    pub name: String,
    /// The PDF.
    pub bytes: Vec<u8>,
}

// Addresses and one-time links must not reach a log by a careless `{:?}`.
impl std::fmt::Debug for Letter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Letter").field("id", &self.id).finish_non_exhaustive()
    }
}

/// Why a letter was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Whether trying again is useless: the address does not exist, for example.
    pub for_good: bool,
    /// What was said, without the address.
    pub words: String,
}

/// What takes letters.
pub trait Post: Send + Sync {
    /// Hands a letter over.
    ///
    /// # Errors
    /// It was not taken.
    fn send(&self, letter: &Letter) -> Result<(), Refusal>;
}

/// The waits after the first failure, the second, …; after the last the mail is given up, three days later.
const WAITS: [Duration; 9] = [
    Duration::minutes(1),
    Duration::minutes(5),
    Duration::minutes(15),
    Duration::hours(1),
    Duration::hours(3),
    Duration::hours(8),
    Duration::hours(12),
    Duration::hours(24),
    Duration::hours(24),
];
/// How long a server has a mail it took.
const LEASE: Duration = Duration::minutes(10);
/// After how many mails in a row that the mail server did not answer a run ends.
const PATIENCE: u32 = 3;
/// How many mails are read at once.
const AT_ONCE: i64 = 50;

/// Makes mails of what is to be told, and sends those that are due. How many were sent.
///
/// # Errors
/// The base cannot be written; no mail server is configured, and something is due.
pub fn run(app: &App) -> Result<usize, Failure> {
    let (caller, began) = (Caller::anyone(), app.now());
    while app.write(&caller, gather::some)? > 0 {}
    let (mut sent, mut unreachable) = (0, 0);
    loop {
        // What is due again meanwhile waits for the next run: other work must not wait for a mail server that hangs.
        let due = app.read(&caller, |tx| Ok(store::mail::due(tx.conn, began.into(), AT_ONCE)?))?;
        if due.is_empty() {
            return Ok(sent);
        }
        if app.post.is_none() && !app.settings.demo {
            return Err(Failure::internal("mails wait: FORPREV_SMTP_URL is not set"));
        }
        for mail in due {
            match send(app, &mail)? {
                Tried::Sent => (sent, unreachable) = (sent + 1, 0),
                Tried::Unreachable => unreachable += 1,
                Tried::Other => {}
            }
            if unreachable == PATIENCE {
                return Err(Failure::internal("the mail server cannot be reached"));
            }
        }
    }
}

/// What became of a mail in a run.
enum Tried {
    Sent,
    /// The mail server said nothing.
    Unreachable,
    /// It was refused, or there was nothing to send.
    Other,
}

/// Sends a mail, unless another server took it.
fn send(app: &App, mail: &store::mail::Row) -> Result<Tried, Failure> {
    let (caller, now) = (Caller::anyone(), app.now());
    let until = (now + LEASE).into();
    if !app.write(&caller, |tx| Ok(store::mail::take(tx.conn, &mail.id, now.into(), until)?))? {
        return Ok(Tried::Other);
    }
    let letter = match app.read(&caller, |tx| compose::letter(tx, mail)) {
        Ok(Some(letter)) => letter,
        Ok(None) => {
            // All that it would have told is over.
            app.write(&caller, |tx| Ok(store::mail::erase(tx.conn, &mail.id)?))?;
            return Ok(Tried::Other);
        }
        // One that cannot be written must not keep those behind it waiting; it is given up like one that is not taken.
        Err(failure) => {
            tracing::error!(mail = %mail.id, cause = %failure, "a mail cannot be written");
            let outcome = Err(Refusal { for_good: false, words: "it cannot be written".to_owned() });
            app.write(&caller, |tx| {
                let tried = what_it_came_to(tx.now.into(), mail, &outcome);
                Ok(store::mail::tried(tx.conn, &mail.id, tx.now.into(), tried)?)
            })?;
            return Ok(Tried::Other);
        }
    };
    let outcome = match &app.post {
        Some(post) => post.send(&letter),
        // The demonstration sends nothing: its mailbox shows it.
        None => Ok(()),
    };
    let (taken, silent) =
        (outcome.is_ok(), outcome.as_ref().is_err_and(|refusal| refusal.words == smtp::SILENT));
    app.write(&caller, |tx| {
        let tried = what_it_came_to(tx.now.into(), mail, &outcome);
        let content = (taken && tx.app.settings.demo).then(|| {
            store::Json(json!({ "subject": letter.subject, "text": letter.text, "html": letter.html }))
        });
        if tried.state == MailState::Bounced {
            bounce::tell(tx, mail)?;
        }
        store::mail::tried(tx.conn, &mail.id, tx.now.into(), store::mail::Outcome { content, ..tried })?;
        Ok(())
    })?;
    Ok(match (taken, silent) {
        (true, _) => Tried::Sent,
        (false, true) => Tried::Unreachable,
        (false, false) => Tried::Other,
    })
}

fn what_it_came_to(
    now: store::Instant,
    mail: &store::mail::Row,
    outcome: &Result<(), Refusal>,
) -> store::mail::Outcome {
    let (state, wait) = match outcome {
        Ok(()) => (MailState::Sent, None),
        Err(refusal) if refusal.for_good => (MailState::Bounced, None),
        // `attempts` is that of before this try.
        Err(_) => match usize::try_from(mail.attempts).ok().and_then(|tried| WAITS.get(tried)) {
            Some(wait) => (MailState::Waiting, Some(*wait)),
            None => (MailState::GivenUp, None),
        },
    };
    store::mail::Outcome {
        state,
        due_at: wait.map_or(now, |wait| (now.utc() + wait).into()),
        error: outcome.as_ref().err().map(|refusal| refusal.words.clone()),
        content: None,
    }
}
