//! Second factors: shown at the sign-in, set up, removed; one's identity confirmed again.

use crate::{Client, Result, call::Call};
use forprev_core::{
    account::own::PasswordAgain,
    actor::Me,
    endpoint::{
        BEGIN_PASSKEY, BEGIN_PASSKEY_LOGIN, BEGIN_PASSKEY_STEP_UP, BEGIN_TOTP, CONFIRM_TOTP, FINISH_PASSKEY,
        FINISH_PASSKEY_LOGIN, FINISH_PASSKEY_STEP_UP, LIST_SECOND_FACTORS, LOGIN_RECOVERY, LOGIN_TOTP,
        REMOVE_SECOND_FACTOR, RENEW_RECOVERY_CODES, RESET_SECOND_FACTORS, STEP_UP,
    },
    id::{PersonId, SecondFactorId},
    second_factor::{
        AddedFactor, BeginPasskeyLogin, ConfirmTotp, Confirmed, FinishPasskey, LoginCode, PasskeyAnswer,
        PasskeyOptions, RecoveryCodes, SecondFactors, TotpSetup,
    },
};

impl Client {
    /// Goes on with a sign-in by a code of an application; the cookies keep it.
    ///
    /// # Errors
    /// `second_factor.expired`, `second_factor.wrong`, `request.too_many`, or no answer.
    pub async fn login_totp(&self, body: &LoginCode) -> Result<Me> {
        self.answer(Call::to(LOGIN_TOTP, &[]).json(body)).await
    }

    /// Goes on with a sign-in by a recovery code; the cookies keep it.
    ///
    /// # Errors
    /// As [`Self::login_totp`].
    pub async fn login_recovery(&self, body: &LoginCode) -> Result<Me> {
        self.answer(Call::to(LOGIN_RECOVERY, &[]).json(body)).await
    }

    /// Asks for a passkey, after the password or alone.
    ///
    /// # Errors
    /// `second_factor.expired`, `second_factor.none`, `passkey.unavailable`, or no answer.
    pub async fn begin_passkey_login(&self, body: &BeginPasskeyLogin) -> Result<PasskeyOptions> {
        self.answer(Call::to(BEGIN_PASSKEY_LOGIN, &[]).json(body)).await
    }

    /// Signs in by a passkey; the cookies keep it.
    ///
    /// # Errors
    /// `second_factor.expired`, `second_factor.wrong`, or no answer.
    pub async fn finish_passkey_login(&self, body: &PasskeyAnswer) -> Result<Me> {
        self.answer(Call::to(FINISH_PASSKEY_LOGIN, &[]).json(body)).await
    }

    /// One's own second factors.
    ///
    /// # Errors
    /// `unauthenticated`, or no answer.
    pub async fn list_second_factors(&self) -> Result<SecondFactors> {
        self.answer(Call::to(LIST_SECOND_FACTORS, &[])).await
    }

    /// A secret for an application that makes codes.
    ///
    /// # Errors
    /// `step_up.required`, or no answer.
    pub async fn begin_totp(&self) -> Result<TotpSetup> {
        self.answer(Call::to(BEGIN_TOTP, &[])).await
    }

    /// Sets up codes of an application by the first one.
    ///
    /// # Errors
    /// `step_up.required`, `second_factor.expired`, `second_factor.wrong`, or no answer.
    pub async fn confirm_totp(&self, body: &ConfirmTotp) -> Result<AddedFactor> {
        self.answer(Call::to(CONFIRM_TOTP, &[]).json(body)).await
    }

    /// What the browser needs to make a passkey.
    ///
    /// # Errors
    /// `step_up.required`, `passkey.unavailable`, or no answer.
    pub async fn begin_passkey(&self) -> Result<PasskeyOptions> {
        self.answer(Call::to(BEGIN_PASSKEY, &[])).await
    }

    /// Sets up a passkey that the browser made.
    ///
    /// # Errors
    /// As [`Self::confirm_totp`].
    pub async fn finish_passkey(&self, body: &FinishPasskey) -> Result<AddedFactor> {
        self.answer(Call::to(FINISH_PASSKEY, &[]).json(body)).await
    }

    /// Ten new recovery codes in the place of those from before.
    ///
    /// # Errors
    /// `step_up.required`, `second_factor.none`, or no answer.
    pub async fn renew_recovery_codes(&self) -> Result<RecoveryCodes> {
        self.answer(Call::to(RENEW_RECOVERY_CODES, &[])).await
    }

    /// Removes one of one's own second factors.
    ///
    /// # Errors
    /// `step_up.required`, `not_found`, `second_factor.last`, or no answer.
    pub async fn remove_second_factor(&self, id: SecondFactorId) -> Result<()> {
        self.done(Call::to(REMOVE_SECOND_FACTOR, &[&id.to_string()])).await
    }

    /// Confirms one's identity by the password.
    ///
    /// # Errors
    /// `password.wrong`, `request.too_many`, or no answer.
    pub async fn step_up(&self, body: &PasswordAgain) -> Result<Confirmed> {
        self.answer(Call::to(STEP_UP, &[]).json(body)).await
    }

    /// Asks for a passkey to confirm one's identity.
    ///
    /// # Errors
    /// `second_factor.none`, `passkey.unavailable`, or no answer.
    pub async fn begin_passkey_step_up(&self) -> Result<PasskeyOptions> {
        self.answer(Call::to(BEGIN_PASSKEY_STEP_UP, &[])).await
    }

    /// Confirms one's identity by a passkey.
    ///
    /// # Errors
    /// `second_factor.expired`, `second_factor.wrong`, or no answer.
    pub async fn finish_passkey_step_up(&self, body: &PasskeyAnswer) -> Result<Confirmed> {
        self.answer(Call::to(FINISH_PASSKEY_STEP_UP, &[]).json(body)).await
    }

    /// Takes all second factors away from who has lost them.
    ///
    /// # Errors
    /// `step_up.required`, `not_found`, `forbidden`, or no answer.
    pub async fn reset_second_factors(&self, person: PersonId) -> Result<()> {
        self.done(Call::to(RESET_SECOND_FACTORS, &[&person.to_string()])).await
    }
}
