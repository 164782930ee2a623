//! Types of core as columns: identifiers, numbers and enumerations are text in both databases.

use crate::conn::{MultiBackend, MultiRawValue};
use diesel::{
    deserialize::{self, FromSql, FromSqlRow, Queryable},
    expression::AsExpression,
    pg::Pg,
    serialize::{self, IsNull, Output, ToSql},
    sql_types::{Nullable, SmallInt, Text},
    sqlite::Sqlite,
};
use forprev_core::{
    account::link::LinkPurpose,
    actor::{InrsRank, ProfileKind},
    attachment::{MediaType, OwnerKind},
    catalogue::{Holder, OrganisationKind},
    certificate::number::CertificateNumber,
    email::Email,
    forprev_number::ForprevNumber,
    habilitation::{measure::HabilitationEventKind, number::HabilitationNumber},
    id::{
        AttachmentId, ClientId, ContactId, FederatedIdentityId, HabilitationId, LetterId, MessageId,
        OrganisationFileId, OrganisationId, PersonId, PlatformId, RequestId, SecondFactorId, SessionId,
        SittingId, TraineeId, VisitActionId, VisitId,
    },
    letter::LetterKind,
    mail::MailState,
    notification::Frequency,
    organisation::{
        ServiceReach,
        file::{FileKind, FileState},
        siret::Siret,
    },
    recovery::RecoveryState,
    request::{
        self, RequestKind,
        grid::Answer,
        instruction::{Opinion, Subject},
        sitting::SittingState,
        state::Side,
    },
    second_factor::FactorKind,
    session::{Outcome, SessionKind, State},
    visit::{ActionOutcome, VisitKind, VisitState},
};
use std::io::Write;

/// A type of core that a text column holds.
pub trait AsText: Sized + Send + Sync + 'static {
    fn to_text(&self) -> String;
    fn of_text(text: &str) -> Option<Self>;
}

/// A value on its way into a text column.
#[derive(Clone, AsExpression)]
#[diesel(sql_type = Text)]
pub struct Stored<T: AsText>(pub T);

// What is stored may be somebody's address.
impl<T: AsText> std::fmt::Debug for Stored<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Stored(…)")
    }
}

impl<T: AsText> From<T> for Stored<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

/// A value on its way into a text column that may be empty.
#[derive(Clone)]
pub struct Maybe<T: AsText>(Option<T>);

impl<T: AsText> From<Option<T>> for Maybe<T> {
    fn from(value: Option<T>) -> Self {
        Self(value)
    }
}

impl<T: AsText> AsExpression<Nullable<Text>> for Maybe<T> {
    type Expression = <Option<Stored<T>> as AsExpression<Nullable<Text>>>::Expression;

    fn as_expression(self) -> Self::Expression {
        <Option<Stored<T>> as AsExpression<Nullable<Text>>>::as_expression(self.0.map(Stored))
    }
}

impl<T: AsText> ToSql<Text, MultiBackend> for Stored<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, MultiBackend>) -> serialize::Result {
        out.set_value((Text, self));
        Ok(IsNull::No)
    }
}

impl<T: AsText> ToSql<Text, Pg> for Stored<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        out.write_all(self.0.to_text().as_bytes())?;
        Ok(IsNull::No)
    }
}

impl<T: AsText> ToSql<Text, Sqlite> for Stored<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.0.to_text());
        Ok(IsNull::No)
    }
}

macro_rules! columns {
    ($($type:ty: $to:expr, $of:expr;)+) => {$(
        impl AsText for $type {
            fn to_text(&self) -> String {
                let to: fn(&Self) -> String = $to;
                to(self)
            }
            fn of_text(text: &str) -> Option<Self> {
                let of: fn(&str) -> Option<Self> = $of;
                of(text)
            }
        }

        impl FromSql<Text, MultiBackend> for $type {
            fn from_sql(bytes: MultiRawValue<'_>) -> deserialize::Result<Self> {
                let text = bytes.from_sql::<String, Text>()?;
                Self::of_text(&text).ok_or_else(|| concat!("unreadable ", stringify!($type)).into())
            }
        }

        impl Queryable<Text, MultiBackend> for $type {
            type Row = Self;

            fn build(row: Self) -> deserialize::Result<Self> {
                Ok(row)
            }
        }
    )+};
}

fn displayed<T: ToString>(value: &T) -> String {
    value.to_string()
}

fn parsed<T: std::str::FromStr>(text: &str) -> Option<T> {
    text.parse().ok()
}

fn named<T: serde::Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        // No enumeration of core is written otherwise; a check of the column would refuse this.
        _ => String::new(),
    }
}

fn of_name<T: serde::de::DeserializeOwned>(name: &str) -> Option<T> {
    T::deserialize(serde::de::value::StrDeserializer::<serde::de::value::Error>::new(name)).ok()
}

columns! {
    PersonId: displayed, parsed;
    OrganisationId: displayed, parsed;
    HabilitationId: displayed, parsed;
    PlatformId: displayed, parsed;
    SessionId: displayed, parsed;
    TraineeId: displayed, parsed;
    ClientId: displayed, parsed;
    SecondFactorId: displayed, parsed;
    FederatedIdentityId: displayed, parsed;
    AttachmentId: displayed, parsed;
    OrganisationFileId: displayed, parsed;
    MessageId: displayed, parsed;
    LetterId: displayed, parsed;
    HabilitationEventKind: |kind| kind.as_str().to_owned(), HabilitationEventKind::of;
    LetterKind: |kind| kind.as_str().to_owned(), LetterKind::of;
    RequestId: displayed, parsed;
    SittingId: displayed, parsed;
    ContactId: displayed, parsed;
    VisitId: displayed, parsed;
    VisitActionId: displayed, parsed;
    VisitKind: |kind| kind.as_str().to_owned(), VisitKind::of;
    VisitState: |state| state.as_str().to_owned(), VisitState::of;
    ActionOutcome: |outcome| outcome.as_str().to_owned(), ActionOutcome::of;
    request::State: |state| state.as_str().to_owned(), request::State::of;
    RequestKind: |kind| kind.as_str().to_owned(), RequestKind::of;
    Side: named, of_name;
    Subject: |subject| subject.as_str().to_owned(), Subject::of;
    Opinion: |opinion| opinion.as_str().to_owned(), Opinion::of;
    Answer: |answer| answer.as_str().to_owned(), Answer::of;
    request::Outcome: |outcome| outcome.as_str().to_owned(), request::Outcome::of;
    SittingState: |state| state.as_str().to_owned(), SittingState::of;
    FileKind: |kind| kind.as_str().to_owned(), FileKind::of;
    FileState: |state| state.as_str().to_owned(), FileState::of;
    ForprevNumber: displayed, parsed;
    CertificateNumber: displayed, parsed;
    HabilitationNumber: displayed, parsed;
    Siret: displayed, parsed;
    Email: |email| email.as_str().to_owned(), parsed;
    LinkPurpose: |purpose| purpose.as_str().to_owned(), LinkPurpose::of;
    State: |state| state.as_str().to_owned(), State::of;
    SessionKind: |kind| kind.as_str().to_owned(), SessionKind::of;
    Outcome: |outcome| outcome.as_str().to_owned(), Outcome::of;
    ServiceReach: |reach| reach.as_str().to_owned(), ServiceReach::of;
    Holder: named, of_name;
    OrganisationKind: named, of_name;
    ProfileKind: named, of_name;
    InrsRank: named, of_name;
    MailState: |state| state.as_str().to_owned(), MailState::of;
    Frequency: |frequency| frequency.as_str().to_owned(), Frequency::of;
    FactorKind: named, of_name;
    RecoveryState: named, of_name;
    MediaType: |media_type| media_type.as_str().to_owned(), MediaType::of;
    OwnerKind: |kind| kind.as_str().to_owned(), OwnerKind::of;
}

/// A level, in a column of small integers.
#[derive(Clone, Copy, Debug, AsExpression, FromSqlRow)]
#[diesel(sql_type = SmallInt)]
pub struct Level(i16);

impl From<u8> for Level {
    fn from(level: u8) -> Self {
        Self(level.into())
    }
}

impl From<Level> for u8 {
    fn from(level: Level) -> Self {
        // A check of the column allows 1 and 2.
        Self::try_from(level.0).unwrap_or_default()
    }
}

impl ToSql<SmallInt, MultiBackend> for Level {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, MultiBackend>) -> serialize::Result {
        out.set_value((SmallInt, &self.0));
        Ok(IsNull::No)
    }
}

impl ToSql<SmallInt, Pg> for Level {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        ToSql::<SmallInt, Pg>::to_sql(&self.0, out)
    }
}

impl ToSql<SmallInt, Sqlite> for Level {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        ToSql::<SmallInt, Sqlite>::to_sql(&self.0, out)
    }
}

impl FromSql<SmallInt, MultiBackend> for Level {
    fn from_sql(bytes: MultiRawValue<'_>) -> deserialize::Result<Self> {
        bytes.from_sql::<i16, SmallInt>().map(Self)
    }
}
