//! Instants: UTC, cut to milliseconds, so that what is read equals what was written on both databases.

use crate::conn::MultiBackend;
use chrono::{DateTime, NaiveDateTime, SubsecRound, Utc};
use diesel::{
    deserialize::{self, FromSql, FromSqlRow},
    expression::AsExpression,
    pg::Pg,
    serialize::{self, IsNull, Output, ToSql},
    sql_types::Timestamp,
    sqlite::Sqlite,
};

/// An instant as the base keeps it.
///
/// ```
/// use forprev_store::Instant;
/// let precise: chrono::DateTime<chrono::Utc> = "2026-11-23T22:30:00.123456Z".parse().unwrap();
/// assert_eq!(Instant::from(precise).utc().to_rfc3339(), "2026-11-23T22:30:00.123+00:00");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, AsExpression, FromSqlRow)]
#[diesel(sql_type = Timestamp)]
pub struct Instant(NaiveDateTime);

impl Instant {
    /// The instant.
    #[must_use]
    pub const fn utc(self) -> DateTime<Utc> {
        self.0.and_utc()
    }
}

impl From<DateTime<Utc>> for Instant {
    fn from(instant: DateTime<Utc>) -> Self {
        Self(instant.naive_utc().trunc_subsecs(3))
    }
}

impl From<Instant> for DateTime<Utc> {
    fn from(instant: Instant) -> Self {
        instant.utc()
    }
}

impl ToSql<Timestamp, MultiBackend> for Instant {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, MultiBackend>) -> serialize::Result {
        out.set_value((Timestamp, &self.0));
        Ok(IsNull::No)
    }
}

impl ToSql<Timestamp, Pg> for Instant {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        ToSql::<Timestamp, Pg>::to_sql(&self.0, out)
    }
}

impl ToSql<Timestamp, Sqlite> for Instant {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        ToSql::<Timestamp, Sqlite>::to_sql(&self.0, out)
    }
}

impl FromSql<Timestamp, MultiBackend> for Instant {
    fn from_sql(bytes: crate::conn::MultiRawValue<'_>) -> deserialize::Result<Self> {
        bytes.from_sql::<NaiveDateTime, Timestamp>().map(Self)
    }
}
