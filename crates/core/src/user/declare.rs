//! Declaring a user, changing what is attached to one, confirming accesses.

use super::{User, UserRole};
use crate::{
    calendar::parse_day,
    email::Email,
    id::{HabilitationId, UserId},
    problem::{Code, Fault},
    shape, text,
};
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Deserializer, Serialize};
use validator::{Validate, ValidationError};

/// Nobody is older, in years.
const OLDEST: i32 = 120;

/// The body of `POST /organisations/{id}/users`: who is to become what (U2).
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewUser {
    /// Last name.
    #[serde(default)]
    #[validate(custom(function = shape::name))]
    pub last_name: String,
    /// First name.
    #[serde(default)]
    #[validate(custom(function = shape::name))]
    pub first_name: String,
    /// Birth date.
    #[serde(default)]
    #[validate(custom(function = shape::day))]
    #[cfg_attr(feature = "openapi", schema(format = Date))]
    pub birth_date: String,
    /// E-mail address: the invitation is mailed there.
    #[serde(default)]
    #[validate(custom(function = shape::email))]
    pub email: String,
    /// `gestionnaire` or `delegataire`.
    #[serde(default)]
    #[validate(custom(function = role))]
    #[cfg_attr(feature = "openapi", schema(value_type = UserRole))]
    pub role: String,
    /// For a délégataire: the habilitations of the organisation, valid today, that are attached to them.
    #[serde(default)]
    #[validate(custom(function = ids))]
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<HabilitationId>))]
    pub habilitation_ids: Vec<String>,
    /// For a délégataire: the last day of their rights, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::optional_day))]
    #[cfg_attr(feature = "openapi", schema(format = Date))]
    pub until_on: Option<String>,
}

// Names and addresses must not reach a log by a careless `{:?}`.
impl std::fmt::Debug for NewUser {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewUser").field("role", &self.role).finish_non_exhaustive()
    }
}

fn role(value: &str) -> Result<(), ValidationError> {
    if value.trim().is_empty() {
        return Err(ValidationError::new(Code::Required.as_str()));
    }
    UserRole::of(value.trim()).map(|_| ()).ok_or_else(|| ValidationError::new(Code::BadChoice.as_str()))
}

/// As many as an organisation can have habilitations.
const MOST: usize = 200;

fn ids(values: &[String]) -> Result<(), ValidationError> {
    if values.len() <= MOST {
        return Ok(());
    }
    let mut error = ValidationError::new("length");
    error.add_param("max".into(), &MOST);
    Err(error)
}

/// The identifiers of a list, each where it stands; those that are none are faults at their place.
fn read_ids<T: std::str::FromStr>(values: &[String], pointer: &str) -> (Vec<T>, Vec<Fault>) {
    let mut faults = Vec::new();
    let mut read = Vec::new();
    for (index, value) in values.iter().enumerate() {
        let at = |code| Fault::new(code).at(format!("{pointer}/{index}"));
        match value.trim().parse() {
            Ok(id) => read.push(id),
            Err(_) if text::has_control_character(value) => faults.push(at(Code::ControlCharacter)),
            Err(_) => faults.push(at(Code::BadFormat)),
        }
    }
    (read, faults)
}

/// A user as they are declared, read.
#[derive(Clone, PartialEq, Eq)]
pub struct UserContent {
    /// Last name.
    pub last_name: String,
    /// First name.
    pub first_name: String,
    /// Birth date.
    pub birth_date: NaiveDate,
    /// Address.
    pub email: Email,
    /// What they are to become.
    pub role: UserRole,
    /// What is to be attached to them.
    pub habilitations: Vec<HabilitationId>,
    /// The last day of their rights.
    pub until_on: Option<NaiveDate>,
}

impl NewUser {
    /// What is wrong in shape.
    #[must_use]
    pub fn check(&self) -> Vec<Fault> {
        let mut faults = self.validate().map_or_else(|errors| shape::faults(&errors), |()| Vec::new());
        faults.extend(read_ids::<HabilitationId>(&self.habilitation_ids, "/habilitation_ids").1);
        faults
    }

    /// What it says.
    ///
    /// # Errors
    /// All that is wrong in shape.
    pub fn read(&self) -> Result<UserContent, Vec<Fault>> {
        let faults = self.check();
        let read =
            (parse_day(self.birth_date.trim()), self.email.trim().parse(), UserRole::of(self.role.trim()));
        let (Some(birth_date), Ok(email), Some(role), true) = (read.0, read.1, read.2, faults.is_empty())
        else {
            return Err(faults);
        };
        Ok(UserContent {
            last_name: text::clean(&self.last_name),
            first_name: text::clean(&self.first_name),
            birth_date,
            email,
            role,
            habilitations: distinct(read_ids(&self.habilitation_ids, "").0),
            until_on: self.until_on.as_deref().and_then(|day| parse_day(day.trim())),
        })
    }
}

fn distinct(mut ids: Vec<HabilitationId>) -> Vec<HabilitationId> {
    ids.sort_unstable();
    ids.dedup();
    ids
}

impl UserContent {
    /// What the rules refuse today, whatever the organisation is: a birth date that nobody has, a last day that has
    /// passed, a délégataire without habilitation (U3), a gestionnaire with some.
    #[must_use]
    pub fn violations(&self, today: NaiveDate) -> Vec<Fault> {
        let mut faults: Vec<Fault> = birth_date(self.birth_date, today).into_iter().collect();
        faults.extend(attached(self.role, self.habilitations.len(), self.until_on, today));
        faults
    }
}

/// What is wrong with a birth date that nobody has today.
#[must_use]
pub fn birth_date(born: NaiveDate, today: NaiveDate) -> Option<Fault> {
    let possible = born < today && today.year() - born.year() <= OLDEST;
    (!possible).then(|| Fault::new(Code::PersonBirthDate).at("/birth_date"))
}

/// What cannot be attached to a user of this role.
fn attached(
    role: UserRole,
    habilitations: usize,
    until_on: Option<NaiveDate>,
    today: NaiveDate,
) -> Vec<Fault> {
    let mut faults = Vec::new();
    if role.has_habilitations() {
        if habilitations == 0 {
            faults.push(Fault::new(Code::DelegationMissing).at("/habilitation_ids"));
        }
        if until_on.is_some_and(|last| last < today) {
            faults.push(Fault::new(Code::DayPast).at("/until_on"));
        }
    } else {
        if habilitations > 0 {
            faults.push(Fault::new(Code::BadChoice).at("/habilitation_ids"));
        }
        if until_on.is_some() {
            faults.push(Fault::new(Code::BadChoice).at("/until_on"));
        }
    }
    faults
}

/// The answer to a declaration: of the first step, what would be; of the second, what is. Never whether somebody of this
/// address has an account: who declares is not told.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeclaredUser {
    /// The user, invited.
    pub user: User,
}

/// The body of `PATCH /organisations/{id}/users/{user_id}`, of a délégataire: what is present replaces.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct UserPatch {
    /// The habilitations attached to them: the whole list. One that was attached stays; one that is added is valid today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = ids))]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Vec<HabilitationId>>))]
    pub habilitation_ids: Option<Vec<String>>,
    /// The last day of their rights; `null` for none.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub until_on: Option<Option<String>>,
}

/// Tells `null` (clear) from an absent field (leave).
fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

impl UserPatch {
    /// What is wrong in shape.
    #[must_use]
    pub fn check(&self) -> Vec<Fault> {
        let mut faults = self.validate().map_or_else(|errors| shape::faults(&errors), |()| Vec::new());
        if let Some(ids) = &self.habilitation_ids {
            faults.extend(read_ids::<HabilitationId>(ids, "/habilitation_ids").1);
        }
        if let Some(Some(day)) = &self.until_on
            && shape::optional_day(day).is_err()
        {
            faults.push(Fault::new(Code::BadDate).at("/until_on"));
        }
        faults
    }

    /// What would be attached to a user of this role after the change.
    ///
    /// # Errors
    /// What the rules refuse.
    pub fn applied(
        &self,
        role: UserRole,
        attached_now: &[HabilitationId],
        until_now: Option<NaiveDate>,
        today: NaiveDate,
    ) -> Result<(Vec<HabilitationId>, Option<NaiveDate>), Vec<Fault>> {
        let habilitations = match &self.habilitation_ids {
            Some(ids) => distinct(read_ids(ids, "").0),
            None => attached_now.to_vec(),
        };
        let until_on = match &self.until_on {
            Some(day) => day.as_deref().and_then(|day| parse_day(day.trim())),
            None => until_now,
        };
        // A last day that has passed already refuses no other change.
        let told = until_on.filter(|_| self.until_on.is_some() || !role.has_habilitations());
        let faults = attached(role, habilitations.len(), told, today);
        if faults.is_empty() { Ok((habilitations, until_on)) } else { Err(faults) }
    }
}

/// The body of `POST /organisations/{id}/users/review`: whose accesses are confirmed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Review {
    /// The users.
    #[serde(default)]
    #[validate(custom(function = some_ids))]
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<UserId>))]
    pub user_ids: Vec<String>,
}

fn some_ids(values: &[String]) -> Result<(), ValidationError> {
    if values.is_empty() {
        return Err(ValidationError::new(Code::Required.as_str()));
    }
    ids(values)
}

impl Review {
    /// The users that it names.
    ///
    /// # Errors
    /// All that is wrong in shape.
    pub fn read(&self) -> Result<Vec<UserId>, Vec<Fault>> {
        let mut faults = self.validate().map_or_else(|errors| shape::faults(&errors), |()| Vec::new());
        let (ids, wrong) = read_ids(&self.user_ids, "/user_ids");
        faults.extend(wrong);
        if faults.is_empty() { Ok(ids) } else { Err(faults) }
    }
}

/// The answer to a review.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reviewed {
    /// The day on which they were confirmed.
    pub reviewed_on: NaiveDate,
    /// How many were.
    pub users: u32,
}
