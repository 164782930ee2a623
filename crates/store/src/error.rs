//! What can go wrong in the base. No error carries a value that somebody stored: names, addresses and numbers must
//! not reach a log through it.

use diesel::result::{DatabaseErrorInformation, DatabaseErrorKind};

/// Why a query failed.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Error {
    /// No such row, or none in the scope that was given.
    #[error("not found")]
    NotFound,
    /// The row has another version than the caller's: someone changed it since.
    #[error("changed since it was read")]
    Stale,
    /// A unique index refused a second row of the same value: its name, the same on both databases
    /// (`person_email_key_unique`).
    #[error("unique index {0} refused the row")]
    Unique(String),
    /// Other rows point to this one, or it points to one that does not exist.
    #[error("a foreign key refused the change")]
    InUse,
    /// A check or a column refused the row: the constraint's name. The rules should have refused before.
    #[error("constraint {0} refused the row")]
    Refused(String),
    /// Others hold what this needs, and waiting and trying again did not help.
    #[error("the base is busy")]
    Busy,
    /// The base cannot be reached or opened.
    #[error("the base cannot be reached: {0}")]
    Unavailable(String),
    /// The URL names no base that this program knows.
    #[error("expected a database URL like sqlite://data/forprev.db or postgres://user@host/name")]
    Url,
    /// The base was migrated by a newer program.
    #[error(
        "the base was migrated by a newer version of Forprev (migration {0}); run that version or a later one"
    )]
    NewerBase(String),
    /// Anything else: a fault of this program.
    #[error("internal error of the base: {0}")]
    Internal(String),
}

impl Error {
    /// Whether another try may succeed where this one failed.
    #[must_use]
    pub fn is_contention(&self) -> bool {
        *self == Self::Busy
    }
}

impl From<diesel::result::Error> for Error {
    fn from(error: diesel::result::Error) -> Self {
        use diesel::result::Error as Diesel;
        match error {
            Diesel::NotFound => Self::NotFound,
            Diesel::DatabaseError(kind, information) => from_database(&kind, information.as_ref()),
            Diesel::BrokenTransactionManager => Self::Unavailable("the connection was lost".into()),
            // Both texts are ours or the driver's, and name types and columns.
            other => Self::Internal(without_values(&other.to_string())),
        }
    }
}

impl From<diesel::ConnectionError> for Error {
    fn from(error: diesel::ConnectionError) -> Self {
        Self::Unavailable(error.to_string())
    }
}

fn from_database(
    kind: &DatabaseErrorKind,
    information: &(dyn DatabaseErrorInformation + Send + Sync),
) -> Error {
    let message = information.message();
    let constraint = || {
        let named = information.constraint_name().map(ToOwned::to_owned);
        named.unwrap_or_else(|| sqlite_constraint(message))
    };
    match kind {
        DatabaseErrorKind::UniqueViolation => Error::Unique(constraint()),
        DatabaseErrorKind::ForeignKeyViolation | DatabaseErrorKind::RestrictViolation => Error::InUse,
        DatabaseErrorKind::CheckViolation => Error::Refused(constraint()),
        DatabaseErrorKind::NotNullViolation => {
            let column = information.column_name().map(ToOwned::to_owned);
            Error::Refused(column.unwrap_or_else(|| sqlite_constraint(message)))
        }
        DatabaseErrorKind::SerializationFailure => Error::Busy,
        DatabaseErrorKind::UnableToSendCommand | DatabaseErrorKind::ClosedConnection => {
            Error::Unavailable("the connection was lost".into())
        }
        _ if is_contention(message) => Error::Busy,
        _ if message.contains("terminating connection") || message.contains("closed the connection") => {
            Error::Unavailable("the connection was lost".into())
        }
        _ => Error::Internal(without_values(message)),
    }
}

// Diesel gives these no kind of their own. Each connection to PostgreSQL asks for messages in English.
pub(crate) fn is_contention(message: &str) -> bool {
    [
        "database is locked",
        "database table is locked",
        "deadlock detected",
        "lock timeout",
        "could not serialize",
    ]
    .iter()
    .any(|known| message.contains(known))
}

/// SQLite names the columns of a unique index, not the index: by the convention of the migrations the name is made of
/// them. A check is named as it is.
fn sqlite_constraint(message: &str) -> String {
    let Some((what, names)) = message.split_once(" constraint failed: ") else { return "unknown".into() };
    if what != "UNIQUE" {
        return names.to_owned();
    }
    let mut columns = names.split(", ").filter_map(|name| name.split_once('.'));
    let Some((table, first)) = columns.next() else { return "unknown".into() };
    let mut name = format!("{table}_{first}");
    for (_, column) in columns {
        name.push('_');
        name.push_str(column);
    }
    name + "_unique"
}

/// The message without what it quotes, unless that is the name of a table, a column or a constraint.
fn without_values(message: &str) -> String {
    let is_name =
        |text: &str| text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    let parts = message.split('"').enumerate();
    let kept: Vec<_> = parts.map(|(i, part)| if i % 2 == 1 && !is_name(part) { "…" } else { part }).collect();
    kept.join("\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sqlite_names_are_those_of_the_indexes() {
        for (message, name) in [
            ("UNIQUE constraint failed: person.email_key", "person_email_key_unique"),
            (
                "UNIQUE constraint failed: idempotency.caller, idempotency.route, idempotency.key",
                "idempotency_caller_route_key_unique",
            ),
            ("CHECK constraint failed: person_email_length", "person_email_length"),
            ("NOT NULL constraint failed: person.last_name", "person.last_name"),
        ] {
            assert_eq!(sqlite_constraint(message), name);
        }
    }

    #[test]
    fn values_are_cut() {
        assert_eq!(
            without_values("invalid input syntax for type date: \"Martin, Anne\""),
            "invalid input syntax for type date: \"…\""
        );
        assert_eq!(
            without_values("relation \"person\" does not exist"),
            "relation \"person\" does not exist"
        );
    }
}
