//! Second factors (A12): codes of an application, passkeys, recovery codes; and the identity confirmed again (A14).

use crate::{
    actor::Me,
    id::SecondFactorId,
    problem::{Code, Fault},
    shape,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use validator::Validate;

/// How many second factors a person has at the most.
pub const FACTORS_MAX: usize = 10;
/// How many recovery codes are made at once.
pub const RECOVERY_CODES: usize = 10;
/// The longest name of a factor, in characters.
pub const NAME_MAX: usize = 60;
/// The longest token of a step, in characters: it carries the passkeys of a person.
pub const TOKEN_MAX: usize = 40_000;

/// What a second factor is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FactorKind {
    /// Codes of an application, by time (RFC 6238).
    Totp,
    /// A passkey (WebAuthn).
    Passkey,
    /// A kind that a newer server has.
    #[serde(other)]
    Unknown,
}

/// How a sign-in can go on.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SecondStep {
    /// `POST /auth/login/totp`.
    Totp,
    /// `POST /auth/login/passkey/begin`, then `finish`.
    Passkey,
    /// `POST /auth/login/recovery`.
    Recovery,
    /// A way that a newer server offers.
    #[serde(other)]
    Unknown,
}

/// The answer of `POST /auth/login` where the password was right and a second factor is set (202).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PendingSignIn {
    /// What is still to be shown.
    pub second_factor: SecondFactorNeeded,
}

/// What is still to be shown of who gave the right password.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SecondFactorNeeded {
    /// The ways that this person has.
    pub methods: Vec<SecondStep>,
    /// What goes with each of them, for five minutes. It opens nothing by itself.
    pub token: String,
}

/// What a sign-in by password came to.
#[derive(Clone, Debug)]
pub enum Login {
    /// Signed in.
    Done(Box<Me>),
    /// A second factor is needed.
    Pending(PendingSignIn),
}

/// A second factor of a person, as they see it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SecondFactor {
    /// Which.
    pub id: SecondFactorId,
    /// What it is.
    pub kind: FactorKind,
    /// What its owner calls it.
    pub name: String,
    /// When it was set up.
    pub created_at: DateTime<Utc>,
    /// When it last served, where it did.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub last_used_at: Option<DateTime<Utc>>,
}

/// The answer of `GET /me/second-factors`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SecondFactors {
    /// Whether this person must have one.
    pub required: bool,
    /// Those that are set, the oldest first.
    pub factors: Vec<SecondFactor>,
    /// How many recovery codes are left.
    pub recovery_codes: u32,
    /// Until when they can be changed without confirming one's identity again (A14); `null` where that is needed now.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub confirmed_until: Option<DateTime<Utc>>,
}

/// The answer of `POST /me/second-factors/totp`: what an application needs to make codes. Shown once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TotpSetup {
    /// What goes with the first code, for fifteen minutes.
    pub token: String,
    /// The secret in base32, to be typed.
    pub secret: String,
    /// The same as an `otpauth` address.
    pub uri: String,
    /// The same as a QR code, a drawing in SVG.
    pub qr_svg: String,
}

/// What a browser needs to make a passkey or to ask for one.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PasskeyOptions {
    /// What goes with its answer, for five minutes.
    pub token: String,
    /// What `PublicKeyCredential.parseCreationOptionsFromJSON` or `parseRequestOptionsFromJSON` reads (WebAuthn 3).
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub options: Value,
}

/// The answer to a factor that was set up.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AddedFactor {
    /// It.
    pub factor: SecondFactor,
    /// With the first factor: recovery codes, shown this once. Otherwise none.
    pub recovery_codes: Vec<String>,
}

/// The answer of `POST /me/second-factors/recovery-codes`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecoveryCodes {
    /// The codes, shown this once; those from before serve no more.
    pub codes: Vec<String>,
}

/// The body of `POST /auth/login/totp` and `POST /auth/login/recovery`.
#[derive(Clone, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LoginCode {
    /// As `POST /auth/login` gave it.
    #[serde(default)]
    #[validate(custom(function = shape::token))]
    pub token: String,
    /// The code; spaces and hyphens do not count.
    #[serde(default)]
    #[validate(custom(function = shape::one_time_code))]
    pub code: String,
}

/// The body of `POST /auth/login/passkey/begin`.
#[derive(Clone, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct BeginPasskeyLogin {
    /// As `POST /auth/login` gave it; nothing to sign in by the passkey alone.
    #[serde(default)]
    #[validate(custom(function = shape::optional_token))]
    pub token: String,
}

/// A browser's answer to [`PasskeyOptions`] that asked for a passkey.
#[derive(Clone, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PasskeyAnswer {
    /// As the options came with it.
    #[serde(default)]
    #[validate(custom(function = shape::token))]
    pub token: String,
    /// The credential as `toJSON()` gives it (WebAuthn 3).
    #[serde(default)]
    #[validate(custom(function = shape::credential))]
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub credential: Value,
}

/// The body of `POST /me/second-factors/totp/confirm`.
#[derive(Clone, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ConfirmTotp {
    /// As the secret came with it.
    #[serde(default)]
    #[validate(custom(function = shape::token))]
    pub token: String,
    /// The code that the application shows now.
    #[serde(default)]
    #[validate(custom(function = shape::one_time_code))]
    pub code: String,
    /// What to call it; nothing for a usual name.
    #[serde(default)]
    #[validate(custom(function = shape::factor_name))]
    pub name: String,
}

/// The body of `POST /me/second-factors/passkeys/finish`.
#[derive(Clone, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FinishPasskey {
    /// As the options came with it.
    #[serde(default)]
    #[validate(custom(function = shape::token))]
    pub token: String,
    /// The credential as `toJSON()` gives it (WebAuthn 3).
    #[serde(default)]
    #[validate(custom(function = shape::credential))]
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub credential: Value,
    /// What to call it; nothing for a usual name.
    #[serde(default)]
    #[validate(custom(function = shape::factor_name))]
    pub name: String,
}

/// The answer of both ways to confirm one's identity (A14).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Confirmed {
    /// Until when it is not asked for again.
    pub until: DateTime<Utc>,
}

macro_rules! checked {
    ($($body:ty),+ $(,)?) => {$(
        impl $body {
            /// What is wrong in shape, before anything is looked up.
            #[must_use]
            pub fn check(&self) -> Vec<Fault> {
                shape::checked(self)
            }
        }
    )+};
}

checked!(LoginCode, BeginPasskeyLogin, PasskeyAnswer, ConfirmTotp, FinishPasskey);

macro_rules! secret {
    ($($name:ident),+ $(,)?) => {$(
        // What opens something must not reach a log by a careless `{:?}`.
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($name)).finish_non_exhaustive()
            }
        }
    )+};
}

secret!(
    PendingSignIn,
    SecondFactorNeeded,
    TotpSetup,
    PasskeyOptions,
    AddedFactor,
    RecoveryCodes,
    LoginCode,
    BeginPasskeyLogin,
    PasskeyAnswer,
    ConfirmTotp,
    FinishPasskey,
);

/// A code as it is compared: without the spaces and hyphens that people type, in capitals.
///
/// ```
/// assert_eq!(forprev_core::second_factor::plain_code(" 123 456"), "123456");
/// assert_eq!(forprev_core::second_factor::plain_code("abcd-efgh-2345"), "ABCDEFGH2345");
/// ```
#[must_use]
pub fn plain_code(typed: &str) -> String {
    typed.chars().filter(char::is_ascii_alphanumeric).map(|one| one.to_ascii_uppercase()).collect()
}

/// The fault of a code or passkey that is not the right one: the same whatever is wrong with it.
#[must_use]
pub fn wrong(pointer: &str) -> Fault {
    Fault::new(Code::SecondFactorWrong).at(pointer)
}
