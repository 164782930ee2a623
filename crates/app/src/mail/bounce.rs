//! Mails that come back (I9): the report of a mail server is found by the `Message-ID` of what it returns.

use crate::{Failure, Tx, audit};
use forprev_core::notification::{Facts, Kind};
use forprev_store as store;
use serde_json::Value;
use uuid::Uuid;

/// What the report of a mail server says (RFC 3464).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bounce {
    /// The mail that came back.
    pub mail: String,
    /// The status, `5.1.1` for example.
    pub status: String,
}

impl Bounce {
    /// Reads a report: its status, and the `Message-ID` of the mail that it returns. Nothing where it says neither, or
    /// tells of a delay only.
    ///
    /// ```
    /// use forprev_app::mail::Bounce;
    /// let report = "Status: 5.1.1\r\n\r\nMessage-ID: <0199d3a0-0000-7000-8000-000000000001@forprev.example>\r\n";
    /// assert_eq!(Bounce::read(report).map(|bounce| bounce.status).as_deref(), Some("5.1.1"));
    /// assert_eq!(Bounce::read(&report.replace("5.1.1", "4.2.2")), None);
    /// ```
    #[must_use]
    pub fn read(report: &str) -> Option<Self> {
        let values = |name: &str| {
            let name = name.to_owned();
            report.lines().filter_map(move |line| {
                let (before, value) = line.split_once(':')?;
                before.trim().eq_ignore_ascii_case(&name).then(|| value.trim())
            })
        };
        let status = values("status").find(|status| status.starts_with("5."))?;
        // The report has an identifier of its own, which is none of ours.
        let mail = values("message-id").find_map(|value| {
            let id = value.trim_start_matches('<').split('@').next()?;
            Uuid::try_parse(id).ok()
        })?;
        let status = status.split_whitespace().next().unwrap_or_default();
        Some(Self { mail: mail.to_string(), status: status.chars().take(20).collect() })
    }
}

/// Records that a mail came back, and tells its person on their dashboard. Whether it was one that was sent from here.
///
/// # Errors
/// The base cannot be written.
pub fn record_bounce(tx: &mut Tx<'_>, bounce: &Bounce) -> Result<bool, Failure> {
    let Some(mail) = store::mail::bounced(tx.conn, &bounce.mail, &bounce.status)? else { return Ok(false) };
    tell(tx, &mail)?;
    audit::record(tx, "record_bounce", "mail", &mail.id, None, Value::Null)?;
    Ok(true)
}

/// Tells a person that their address does not take mails: on their dashboard alone.
pub(super) fn tell(tx: &mut Tx<'_>, mail: &store::mail::Row) -> Result<(), Failure> {
    let Some(person) = mail.person_id else { return Ok(()) };
    let id = tx.new_id().to_string();
    store::notification::insert(
        tx.conn,
        store::notification::Row {
            id,
            person_id: person,
            kind: Kind::MailBounced.as_str().to_owned(),
            session_id: None,
            facts: store::Json(serde_json::to_value(Facts::default())?),
            created_at: tx.now.into(),
            read_at: None,
        },
    )?;
    Ok(())
}
