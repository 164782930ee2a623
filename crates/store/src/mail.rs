//! Mails: who gets what, and what became of it. What they say is made when they are sent.

use crate::{
    Connection, Instant, Json, Result,
    counted::{COUNTED, counted},
    cursor::{Cursor, Paged},
    dialect::in_parts,
    schema::{mail, outbox, person},
    stored::{Maybe, Stored},
};
use diesel::{
    dsl::{exists, not},
    prelude::*,
};
use forprev_core::{id::PersonId, mail::MailState};

/// A mail.
#[derive(Clone, PartialEq, Queryable, Insertable)]
#[diesel(table_name = mail, treat_none_as_default_value = false)]
pub struct Row {
    /// Its identifier, a UUIDv7, which stands in its `Message-ID`.
    pub id: String,
    /// To which person, where it is one.
    #[diesel(serialize_as = Maybe<PersonId>)]
    pub person_id: Option<PersonId>,
    /// To which address.
    pub recipient: String,
    /// What it tells; `digest` for several things at once.
    pub kind: String,
    /// What became of it.
    #[diesel(serialize_as = Stored<MailState>)]
    pub state: MailState,
    /// When it was written.
    pub created_at: Instant,
    /// When it is to be sent, or tried again.
    pub due_at: Instant,
    /// When it was sent, or given up.
    pub done_at: Option<Instant>,
    /// How often it was tried.
    pub attempts: i32,
    /// Why the last try failed.
    pub last_error: Option<String>,
    /// Subject, text and HTML, in the demonstration alone.
    pub content: Option<Json<serde_json::Value>>,
}

// Addresses must not reach a log by a careless `{:?}`.
impl std::fmt::Debug for Row {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("mail::Row").field("id", &self.id).field("state", &self.state).finish_non_exhaustive()
    }
}

/// Writes a mail that is to be sent.
///
/// # Errors
/// Those of the base.
pub fn insert(c: &mut Connection, row: Row) -> Result<()> {
    diesel::insert_into(mail::table).values(row).execute(c)?;
    Ok(())
}

/// Writes many.
///
/// # Errors
/// Those of the base.
pub fn insert_all(c: &mut Connection, rows: Vec<Row>) -> Result<()> {
    insert_rows!(c, mail, 11, rows);
    Ok(())
}

/// The mails that are due, the longest due first.
///
/// # Errors
/// Those of the base.
pub fn due(c: &mut Connection, now: Instant, limit: i64) -> Result<Vec<Row>> {
    Ok(mail::table
        .filter(mail::state.eq(Stored(MailState::Waiting)))
        .filter(mail::due_at.le(now))
        .order((mail::due_at, mail::id))
        .limit(limit)
        .load(c)?)
}

/// Takes a mail that is due until `until`, so that no other server sends it too. Whether it was still to be had.
///
/// # Errors
/// Those of the base.
pub fn take(c: &mut Connection, id: &str, now: Instant, until: Instant) -> Result<bool> {
    let free = mail::table
        .filter(mail::id.eq(id))
        .filter(mail::state.eq(Stored(MailState::Waiting)))
        .filter(mail::due_at.le(now));
    let taken = diesel::update(free)
        .set((mail::due_at.eq(until), mail::attempts.eq(mail::attempts + 1)))
        .execute(c)?;
    Ok(taken == 1)
}

/// What a try came to.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// What became of the mail.
    pub state: MailState,
    /// When it is tried again, where it waits.
    pub due_at: Instant,
    /// What the mail server said, where it did not take it.
    pub error: Option<String>,
    /// Subject, text and HTML, in the demonstration alone.
    pub content: Option<Json<serde_json::Value>>,
}

/// Records what a try came to. Nothing where the mail was erased meanwhile.
///
/// # Errors
/// Those of the base.
pub fn tried(c: &mut Connection, id: &str, at: Instant, outcome: Outcome) -> Result<()> {
    let done_at = (outcome.state != MailState::Waiting).then_some(at);
    diesel::update(mail::table.find(id))
        .set((
            mail::state.eq(Stored(outcome.state)),
            mail::due_at.eq(outcome.due_at),
            mail::done_at.eq(done_at),
            mail::last_error.eq(outcome.error),
            mail::content.eq(outcome.content),
        ))
        .execute(c)?;
    Ok(())
}

/// Erases a mail that says nothing any more.
///
/// # Errors
/// Those of the base.
pub fn erase(c: &mut Connection, id: &str) -> Result<()> {
    diesel::delete(mail::table.find(id)).execute(c)?;
    Ok(())
}

/// Records that a mail came back. To whom it was, where it was known as sent.
///
/// # Errors
/// Those of the base.
pub fn bounced(c: &mut Connection, id: &str, error: &str) -> Result<Option<Row>> {
    let sent = mail::table.filter(mail::id.eq(id)).filter(mail::state.eq(Stored(MailState::Sent)));
    Ok(diesel::update(sent)
        .set((mail::state.eq(Stored(MailState::Bounced)), mail::last_error.eq(error)))
        .returning(mail::all_columns)
        .get_result(c)
        .optional()?)
}

/// A page of mails, the latest first: those in this state, or all; and how many there are, counted up to 1,000.
///
/// # Errors
/// Those of the base.
pub fn list(
    c: &mut Connection,
    state: Option<MailState>,
    after: Option<&Cursor>,
    limit: u32,
) -> Result<Paged<Row>> {
    let those = || {
        let all = mail::table.into_boxed();
        if let Some(state) = state { all.filter(mail::state.eq(Stored(state))) } else { all }
    };
    let total = counted(c, those().select(mail::id).limit(COUNTED))?;
    let mut page = those();
    if let Some(after) = after {
        page = page.filter(mail::id.lt(after.id().to_owned()));
    }
    let items: Vec<Row> = page.order(mail::id.desc()).limit(i64::from(limit) + 1).load(c)?;
    Ok(Paged::cut(items, limit, total, |row| Cursor::new("", &row.id)))
}

/// How many people the last mail to their address did not reach. Whoever has another address since, or got a later mail,
/// is reached; invitations are told to those who sent them.
///
/// # Errors
/// Those of the base.
pub fn not_reached(c: &mut Connection) -> Result<i64> {
    let later = diesel::alias!(mail as later);
    let arrived = later
        .filter(later.field(mail::person_id).eq(mail::person_id))
        .filter(later.field(mail::recipient).eq(mail::recipient))
        .filter(later.field(mail::state).ne(Stored(MailState::Waiting)))
        .filter(later.field(mail::id).gt(mail::id));
    let of = mail::person_id.eq(person::id.nullable()).and(mail::recipient.nullable().eq(person::email));
    // Of each person and address there is one at the most after which nothing came.
    Ok(mail::table
        .inner_join(person::table.on(of))
        .filter(mail::state.eq_any(MailState::UNDELIVERED.map(Stored)))
        .filter(not(exists(arrived)))
        .count()
        .get_result(c)?)
}

/// The addresses among these that mails of this kind did not reach, with when each was written.
///
/// # Errors
/// Those of the base.
pub fn undelivered_to(c: &mut Connection, kind: &str, to: &[String]) -> Result<Vec<(String, Instant)>> {
    in_parts(to, |some| {
        mail::table
            .filter(mail::state.eq_any(MailState::UNDELIVERED.map(Stored)))
            .filter(mail::kind.eq(kind))
            .filter(mail::recipient.eq_any(some))
            .select((mail::recipient, mail::created_at))
            .load(c)
    })
}

/// Whether something of this kind has still to leave for a person: not yet made a mail, or one that waits.
///
/// # Errors
/// Those of the base.
pub fn has_to_leave(c: &mut Connection, person: PersonId, kind: &str) -> Result<bool> {
    let told = outbox::table
        .filter(outbox::person_id.eq(Stored(person)))
        .filter(outbox::kind.eq(kind))
        .filter(outbox::done_at.is_null());
    let mailed = mail::table
        .filter(mail::person_id.eq(Stored(person)))
        .filter(mail::kind.eq(kind))
        .filter(mail::state.eq(Stored(MailState::Waiting)));
    Ok(diesel::select(exists(told).or(exists(mailed))).get_result(c)?)
}

/// What became of the last mail to this address of a person that waits no longer.
///
/// # Errors
/// Those of the base.
pub fn last_outcome(c: &mut Connection, person: PersonId, to: &str) -> Result<Option<MailState>> {
    Ok(mail::table
        .filter(mail::person_id.eq(Stored(person)))
        .filter(mail::recipient.eq(to))
        .filter(mail::state.ne(Stored(MailState::Waiting)))
        .order(mail::id.desc())
        .select(mail::state)
        .first(c)
        .optional()?)
}

/// Erases the mails that were written before an instant and wait no longer.
///
/// # Errors
/// Those of the base.
pub fn erase_before(c: &mut Connection, before: Instant) -> Result<usize> {
    let done = mail::table.filter(mail::state.ne(Stored(MailState::Waiting)));
    Ok(diesel::delete(done.filter(mail::created_at.lt(before))).execute(c)?)
}
