//! The list of users, as a page and as a file.

use super::seen::{all, by_name, named, one};
use crate::{Failure, Tx, failure::refuse_if_any};
use chrono::NaiveDate;
use forprev_core::{
    id::{OrganisationId, UserId},
    page::Page,
    policy::user::manage,
    query::UserQuery,
    user::{User, UserRole, UserState},
};
use forprev_store as store;

/// `GET /organisations/{id}/users`: by name, the invitations that wait among them.
///
/// # Errors
/// `request.cursor`, what the query's shape refuses; `not_found` where the organisation is not theirs.
pub fn list_users(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    query: &UserQuery,
) -> Result<Page<User>, Failure> {
    let wanted = query.wanted()?;
    let found = found(tx, organisation, query)?;
    Ok(wanted.cut(found, |user| by_name(&user.last_name, &user.first_name, user.id)))
}

/// `GET /organisations/{id}/users/{user_id}`: a user, or an invitation that waits.
///
/// # Errors
/// `not_found`.
pub fn get_user(tx: &mut Tx<'_>, organisation: OrganisationId, id: UserId) -> Result<User, Failure> {
    manage(tx.actor, organisation)?;
    one(tx, organisation, &id.to_string())
}

/// All that the query finds, as CSV (RFC 4180, UTF-8 with a header line).
///
/// # Errors
/// As [`list_users`].
pub fn users_csv(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    query: &UserQuery,
) -> Result<Vec<u8>, Failure> {
    query.wanted()?;
    let mut users = found(tx, organisation, query)?;
    users.sort_by_cached_key(|user| by_name(&user.last_name, &user.first_name, user.id));
    let broken = |_| Failure::internal("the users cannot be written as CSV");
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(COLUMNS).map_err(broken)?;
    for user in &users {
        out.write_record(line(user)).map_err(broken)?;
    }
    out.into_inner().map_err(|_| Failure::internal("the users cannot be written as CSV"))
}

fn found(tx: &mut Tx<'_>, organisation: OrganisationId, query: &UserQuery) -> Result<Vec<User>, Failure> {
    refuse_if_any(query.check())?;
    manage(tx.actor, organisation)?;
    store::organisation::find(tx.conn, organisation)?;
    let (state, role) =
        (query.state.as_deref().and_then(UserState::of), query.role.as_deref().and_then(UserRole::of));
    let words = query.q.as_deref().unwrap_or_default();
    let due = query.review_due.unwrap_or_default();
    let mut users = all(tx, organisation)?;
    users.retain(|user| {
        state.is_none_or(|state| user.state == state)
            && role.is_none_or(|role| user.role == role)
            && is_meant(user, words)
            && (!due
                || (user.state == UserState::Active && user.review_due_on.is_some_and(|day| day <= tx.today)))
    });
    Ok(users)
}

/// Whether each word is of the user's names or address, or calls their role (E7).
fn is_meant(user: &User, words: &str) -> bool {
    words.split_whitespace().all(|word| {
        user.role.is_called(word) || named(word, &user.last_name, &user.first_name, user.email.as_deref())
    })
}

const COLUMNS: [&str; 11] = [
    "last_name",
    "first_name",
    "email",
    "forprev_number",
    "role",
    "state",
    "since_on",
    "until_on",
    "last_sign_in_on",
    "reviewed_on",
    "habilitations",
];

fn line(user: &User) -> [String; 11] {
    let day = |value: Option<NaiveDate>| value.map(|day| day.to_string()).unwrap_or_default();
    let numbers: Vec<_> = user.habilitations.iter().map(|one| one.number.to_string()).collect();
    [
        user.last_name.clone(),
        user.first_name.clone(),
        plain(user.email.clone().unwrap_or_default()),
        user.forprev_number.as_ref().map(ToString::to_string).unwrap_or_default(),
        user.role.as_str().to_owned(),
        user.state.as_str().to_owned(),
        user.since_on.to_string(),
        day(user.until_on),
        day(user.last_sign_in_on),
        day(user.reviewed_on),
        numbers.join(" "),
    ]
}

/// An address may begin like a formula, which a spreadsheet would compute: an apostrophe keeps it a text.
fn plain(text: String) -> String {
    if text.starts_with(['=', '+', '-', '@']) { format!("'{text}") } else { text }
}
