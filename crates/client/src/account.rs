//! Signing in, and what one has.

use crate::{Client, Result, Write, call::Call};
use forprev_core::{
    account::{
        link::{LinkToken, LinkUse, OpenedLink},
        onboarding::OnboardingDone,
        own::{EmailChange, Export, MePatch, PasswordAgain, PasswordChange, SignIn},
        request::{AccountRequest, PasswordRequest},
    },
    actor::Me,
    certificate::OwnCertificate,
    endpoint::{
        BECOME_DEMANDEUR, CHANGE_MY_EMAIL, CHANGE_MY_PASSWORD, CLOSE_MY_ACCOUNT, END_MY_OTHER_SIGN_INS,
        END_MY_SIGN_IN, EXPORT_MY_DATA, GET_DEMO, GET_ME, LIST_MY_CERTIFICATES, LIST_MY_SIGN_INS, LIST_TASKS,
        LOGIN, LOGOUT, OPEN_LINK, REFRESH, REQUEST_ACCOUNT, REQUEST_PASSWORD, TAKE_ONBOARDING_STEP,
        UPDATE_ME, USE_LINK,
    },
    id::SignInId,
    page::Page,
    query::PageQuery,
    second_factor::Login,
    sign_in::{Credentials, Demo},
    task::Task,
};

impl Client {
    /// Signs in; the cookies keep it. Where a second factor is set, it is asked for.
    ///
    /// # Errors
    /// `sign_in.failed`, `request.too_many`, or no answer.
    pub async fn login(&self, credentials: &Credentials) -> Result<Login> {
        self.sign_in(Call::to(LOGIN, &[]).json(credentials)).await
    }

    /// Renews the sign-in. Other methods do it by themselves when they need to.
    ///
    /// # Errors
    /// `unauthenticated`, or no answer.
    pub async fn refresh(&self) -> Result<()> {
        self.done(Call::to(REFRESH, &[])).await
    }

    /// Signs out.
    ///
    /// # Errors
    /// No answer.
    pub async fn logout(&self) -> Result<()> {
        self.done(Call::to(LOGOUT, &[])).await
    }

    /// The accounts of the demonstration.
    ///
    /// # Errors
    /// `not_found` on any other server.
    pub async fn get_demo(&self) -> Result<Demo> {
        self.answer(Call::to(GET_DEMO, &[])).await
    }

    /// Who is signed in.
    ///
    /// # Errors
    /// `unauthenticated`, or no answer.
    pub async fn get_me(&self) -> Result<Me> {
        self.answer(Call::to(GET_ME, &[])).await
    }

    /// All that the signed-in person has to do.
    ///
    /// # Errors
    /// `unauthenticated`, or no answer.
    pub async fn list_tasks(&self) -> Result<Page<Task>> {
        self.all(LIST_TASKS, &[], &[]).await
    }

    /// How many tasks the signed-in person has.
    ///
    /// # Errors
    /// `unauthenticated`, or no answer.
    pub async fn count_tasks(&self) -> Result<u64> {
        let first = PageQuery { limit: Some(1), cursor: None };
        let page: Page<Task> = self.answer(Call::to(LIST_TASKS, &[]).query(&first)).await?;
        Ok(page.total)
    }

    /// All the formateur certificates of the signed-in person.
    ///
    /// # Errors
    /// `unauthenticated`, `forbidden`, or no answer.
    pub async fn list_my_certificates(&self) -> Result<Page<OwnCertificate>> {
        self.all(LIST_MY_CERTIFICATES, &[], &[]).await
    }

    /// Asks for a demandeur account: a mail follows.
    ///
    /// # Errors
    /// What is wrong in shape, `request.too_many`, or no answer.
    pub async fn request_account(&self, request: &AccountRequest) -> Result<()> {
        self.done(Call::to(REQUEST_ACCOUNT, &[]).json(request)).await
    }

    /// Asks for a link that sets another password.
    ///
    /// # Errors
    /// What is wrong in shape, `request.too_many`, or no answer.
    pub async fn request_password(&self, request: &PasswordRequest) -> Result<()> {
        self.done(Call::to(REQUEST_PASSWORD, &[]).json(request)).await
    }

    /// What a one-time link is for.
    ///
    /// # Errors
    /// `link.unknown`, `link.used`, `link.expired`, or no answer.
    pub async fn open_link(&self, token: &LinkToken) -> Result<OpenedLink> {
        self.answer(Call::to(OPEN_LINK, &[]).json(token)).await
    }

    /// Does what a one-time link is for.
    ///
    /// # Errors
    /// As [`Client::open_link`], `password.*`, `email.already_used`, or no answer.
    pub async fn use_link(&self, link: &LinkUse) -> Result<()> {
        self.done(Call::to(USE_LINK, &[]).json(link)).await
    }

    /// Corrects one's own data.
    ///
    /// # Errors
    /// `identity.fixed`, `version.stale`, what is wrong in shape, or no answer.
    pub async fn update_me(&self, patch: &MePatch, write: Write) -> Result<Me> {
        self.answer(Call::to(UPDATE_ME, &[]).json(patch).write(write)).await
    }

    /// Takes a step of the first sign-in.
    ///
    /// # Errors
    /// `onboarding.incomplete`, what is wrong in shape, or no answer.
    pub async fn take_onboarding_step(&self, step: &OnboardingDone, write: Write) -> Result<Me> {
        self.answer(Call::to(TAKE_ONBOARDING_STEP, &[]).json(step).write(write)).await
    }

    /// Makes the signed-in person a demandeur besides what they are.
    ///
    /// # Errors
    /// `onboarding.required`, `forbidden`, or no answer.
    pub async fn become_demandeur(&self, write: Write) -> Result<Me> {
        self.answer(Call::to(BECOME_DEMANDEUR, &[]).write(write)).await
    }

    /// Asks for another address: a mail to it follows.
    ///
    /// # Errors
    /// `password.wrong`, what is wrong in shape, or no answer.
    pub async fn change_my_email(&self, change: &EmailChange) -> Result<()> {
        self.done(Call::to(CHANGE_MY_EMAIL, &[]).json(change)).await
    }

    /// Changes one's password.
    ///
    /// # Errors
    /// `password.*`, or no answer.
    pub async fn change_my_password(&self, change: &PasswordChange) -> Result<()> {
        self.done(Call::to(CHANGE_MY_PASSWORD, &[]).json(change)).await
    }

    /// All sign-ins of the signed-in person that have not ended.
    ///
    /// # Errors
    /// `unauthenticated`, or no answer.
    pub async fn list_my_sign_ins(&self) -> Result<Page<SignIn>> {
        self.all(LIST_MY_SIGN_INS, &[], &[]).await
    }

    /// Ends a sign-in.
    ///
    /// # Errors
    /// `not_found`, or no answer.
    pub async fn end_my_sign_in(&self, id: SignInId) -> Result<()> {
        self.done(Call::to(END_MY_SIGN_IN, &[&id.to_string()])).await
    }

    /// Ends all sign-ins but this one.
    ///
    /// # Errors
    /// `unauthenticated`, or no answer.
    pub async fn end_my_other_sign_ins(&self) -> Result<()> {
        self.done(Call::to(END_MY_OTHER_SIGN_INS, &[])).await
    }

    /// All that is kept of the signed-in person.
    ///
    /// # Errors
    /// `password.wrong`, or no answer.
    pub async fn export_my_data(&self, again: &PasswordAgain) -> Result<Export> {
        self.answer(Call::to(EXPORT_MY_DATA, &[]).json(again)).await
    }

    /// Closes the account.
    ///
    /// # Errors
    /// `password.wrong`, `gestionnaire.last`, or no answer.
    pub async fn close_my_account(&self, again: &PasswordAgain) -> Result<()> {
        self.done(Call::to(CLOSE_MY_ACCOUNT, &[]).json(again)).await
    }
}
