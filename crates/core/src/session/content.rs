//! The content of a session: as it is typed or sent ([`NewSession`], all text), and as it is read
//! ([`SessionContent`], typed). Reading never fails whole: it gives what could be read, and all that is wrong.

use super::{
    SessionKind,
    trainee::{DRAFT_MAX, IdentityKey, key},
};
use crate::{
    calendar::parse_day,
    email::Email,
    forprev_number::ForprevNumber,
    id::{HabilitationId, PersonId, PlatformId, TraineeId},
    postal_code::{InseeCode, PostalCode},
    problem::{Code, Fault},
    shape,
    text::clean,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::str::FromStr;
use validator::Validate;

/// The body of `POST /sessions`: a draft needs only its habilitation. Also what the form edits.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewSession {
    /// The habilitation for which the session is held.
    #[serde(default)]
    #[validate(custom(function = shape::id))]
    #[cfg_attr(feature = "openapi", schema(format = Uuid))]
    pub habilitation_id: String,
    /// The certificate that it delivers, by its code in the catalogue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::code))]
    pub certificate_code: Option<String>,
    /// `initial` or `mac`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::session_kind))]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<SessionKind>))]
    pub kind: Option<String>,
    /// First day of the training.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::optional_day))]
    #[cfg_attr(feature = "openapi", schema(format = Date))]
    pub starts_on: Option<String>,
    /// Last day of the training: the day from which every period counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::optional_day))]
    #[cfg_attr(feature = "openapi", schema(format = Date))]
    pub ends_on: Option<String>,
    /// Where it is held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(nested)]
    pub place: Option<NewPlace>,
    /// Who trains; one of them is the lead, who verifies.
    #[serde(default)]
    #[validate(nested, length(max = 20))]
    pub formateurs: Vec<NewFormateur>,
    /// Who is trained: at most 100 in a draft.
    #[serde(default)]
    #[validate(nested)]
    pub trainees: Vec<NewTrainee>,
    /// The session's reference in another system.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::external_ref))]
    pub external_ref: Option<String>,
}

/// Where a session is held.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewPlace {
    /// Name of the place.
    #[serde(default)]
    #[validate(custom(function = shape::place))]
    pub name: String,
    /// Street and number.
    #[serde(default)]
    #[validate(custom(function = shape::address))]
    pub address: String,
    /// Postal code, five digits.
    #[serde(default)]
    #[validate(custom(function = shape::optional_postal_code))]
    pub postal_code: String,
    /// Commune.
    #[serde(default)]
    #[validate(custom(function = shape::place))]
    pub city: String,
    /// INSEE code of the commune: needed where the postal code lies in two départements.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::optional_insee_code))]
    pub insee_code: Option<String>,
    /// The platform, where the place is one of the habilitation's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::optional_id))]
    #[cfg_attr(feature = "openapi", schema(format = Uuid))]
    pub platform_id: Option<String>,
}

/// A formateur of a session, by number.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewFormateur {
    /// Their Forprev number.
    #[serde(default)]
    #[validate(custom(function = shape::forprev_number))]
    pub forprev_number: String,
    /// Whether they verify the session.
    #[serde(default)]
    pub lead: bool,
}

/// A trainee: of an acteur, names and birth date only (S15).
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewTrainee {
    /// Which trainee of the session this is, when a list is sent again; absent for a new one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::optional_id))]
    #[cfg_attr(feature = "openapi", schema(format = Uuid))]
    pub id: Option<String>,
    /// Last name.
    #[serde(default)]
    #[validate(custom(function = shape::name))]
    pub last_name: String,
    /// First name.
    #[serde(default)]
    #[validate(custom(function = shape::name))]
    pub first_name: String,
    /// Birth date, AAAA-MM-JJ.
    #[serde(default)]
    #[validate(custom(function = shape::day))]
    #[cfg_attr(feature = "openapi", schema(format = Date))]
    pub birth_date: String,
    /// Of a formateur trainee: e-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::optional_email))]
    pub email: Option<String>,
    /// Of a formateur trainee who has one: Forprev number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::optional_forprev_number))]
    pub forprev_number: Option<String>,
    /// Of a formateur trainee: the person chosen among the candidates offered (C4).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::optional_id))]
    #[cfg_attr(feature = "openapi", schema(format = Uuid))]
    pub person_id: Option<String>,
}

// A trainee's identity must not reach a log by a careless `{:?}`.
impl std::fmt::Debug for NewTrainee {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewTrainee").finish_non_exhaustive()
    }
}

/// The content of a session, read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SessionContent {
    /// The habilitation, where it could be read.
    pub habilitation_id: Option<HabilitationId>,
    /// The certificate's code.
    pub certificate_code: Option<String>,
    /// Initial or MAC.
    pub kind: Option<SessionKind>,
    /// First day.
    pub starts_on: Option<NaiveDate>,
    /// Last day.
    pub ends_on: Option<NaiveDate>,
    /// Where.
    pub place: PlaceContent,
    /// Who trains.
    pub formateurs: Vec<FormateurContent>,
    /// Who is trained: as many as were sent, in their order.
    pub trainees: Vec<TraineeContent>,
    /// The reference in another system.
    pub external_ref: Option<String>,
}

/// Where a session is held, read; every part may be missing in a draft.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlaceContent {
    /// Name of the place.
    pub name: Option<String>,
    /// Street and number.
    pub address: Option<String>,
    /// Postal code.
    pub postal_code: Option<PostalCode>,
    /// Commune.
    pub city: Option<String>,
    /// INSEE code of the commune.
    pub insee_code: Option<InseeCode>,
    /// The platform.
    pub platform_id: Option<PlatformId>,
}

/// A formateur of a session, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormateurContent {
    /// Their number, where it could be read.
    pub forprev_number: Option<ForprevNumber>,
    /// Whether they verify the session.
    pub lead: bool,
}

/// A trainee, read; what could not be read is missing.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct TraineeContent {
    /// Which trainee of the session.
    pub id: Option<TraineeId>,
    /// Last name, cleaned.
    pub last_name: String,
    /// First name, cleaned.
    pub first_name: String,
    /// Birth date.
    pub birth_date: Option<NaiveDate>,
    /// E-mail address.
    pub email: Option<Email>,
    /// Forprev number.
    pub forprev_number: Option<ForprevNumber>,
    /// The person chosen.
    pub person_id: Option<PersonId>,
}

impl std::fmt::Debug for TraineeContent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TraineeContent").field("id", &self.id).finish_non_exhaustive()
    }
}

impl TraineeContent {
    /// S7: the identity, where it is whole.
    #[must_use]
    pub fn key(&self) -> Option<IdentityKey> {
        let birth_date = self.birth_date?;
        (!self.last_name.is_empty() && !self.first_name.is_empty())
            .then(|| key(&self.last_name, &self.first_name, birth_date))
    }
}

fn filled(text: &str) -> Option<String> {
    Some(clean(text)).filter(|text| !text.is_empty())
}

fn parsed<T: FromStr>(text: Option<&String>) -> Option<T> {
    text.and_then(|text| text.trim().parse().ok())
}

impl NewTrainee {
    /// What could be read, and what is wrong in shape with pointers relative to the trainee.
    #[must_use]
    pub fn read(&self) -> (TraineeContent, Vec<Fault>) {
        let faults = self.validate().map_or_else(|errors| shape::faults(&errors), |()| Vec::new());
        (self.content(), faults)
    }

    /// S7: the identity, where it is whole.
    #[must_use]
    pub fn key(&self) -> Option<IdentityKey> {
        self.content().key()
    }

    fn content(&self) -> TraineeContent {
        TraineeContent {
            id: parsed(self.id.as_ref()),
            last_name: clean(&self.last_name),
            first_name: clean(&self.first_name),
            birth_date: parse_day(self.birth_date.trim()),
            email: parsed(self.email.as_ref()),
            forprev_number: parsed(self.forprev_number.as_ref()),
            person_id: parsed(self.person_id.as_ref()),
        }
    }
}

impl NewSession {
    /// What could be read, and all that is wrong in shape: lengths, characters, dates that do not exist, and more
    /// trainees than a draft can hold (S6).
    ///
    /// ```
    /// use forprev_core::{problem::Code, session::NewSession};
    /// let (content, faults) = NewSession { ends_on: Some("2026-02-30".into()), ..Default::default() }.read();
    /// assert_eq!(content.ends_on, None);
    /// let found: Vec<_> = faults.iter().map(|fault| (fault.pointer.as_str(), fault.code)).collect();
    /// assert_eq!(found, [("/ends_on", Code::BadDate), ("/habilitation_id", Code::Required)]);
    /// ```
    #[must_use]
    pub fn read(&self) -> (SessionContent, Vec<Fault>) {
        // Two thousand trainees are refused as too many, not one by one.
        if self.trainees.len() > DRAFT_MAX {
            let short = Self { trainees: Vec::new(), ..self.clone() };
            let (content, mut faults) = short.read();
            faults.push(
                Fault::new(Code::SessionTooManyTrainees)
                    .at("/trainees")
                    .with("maximum", DRAFT_MAX)
                    .with("count", self.trainees.len()),
            );
            return (content, faults);
        }
        let mut faults = self.validate().map_or_else(|errors| shape::faults(&errors), |()| Vec::new());
        let content = self.content();
        if let (Some(start), Some(end)) = (content.starts_on, content.ends_on)
            && end < start
        {
            faults.push(Fault::new(Code::BadOrder).at("/starts_on"));
        }
        (content, faults)
    }

    fn content(&self) -> SessionContent {
        let place = self.place.as_ref().map(|place| PlaceContent {
            name: filled(&place.name),
            address: filled(&place.address),
            postal_code: parsed(Some(&place.postal_code)),
            city: filled(&place.city),
            insee_code: parsed(place.insee_code.as_ref()),
            platform_id: parsed(place.platform_id.as_ref()),
        });
        SessionContent {
            habilitation_id: parsed(Some(&self.habilitation_id)),
            certificate_code: self.certificate_code.as_deref().and_then(filled),
            kind: self.kind.as_deref().and_then(SessionKind::of),
            starts_on: self.starts_on.as_deref().and_then(|text| parse_day(text.trim())),
            ends_on: self.ends_on.as_deref().and_then(|text| parse_day(text.trim())),
            place: place.unwrap_or_default(),
            formateurs: self
                .formateurs
                .iter()
                .map(|formateur| FormateurContent {
                    forprev_number: parsed(Some(&formateur.forprev_number)),
                    lead: formateur.lead,
                })
                .collect(),
            trainees: self.trainees.iter().map(NewTrainee::content).collect(),
            external_ref: self.external_ref.as_deref().and_then(filled),
        }
    }
}
