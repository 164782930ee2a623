//! Signing in, and what one has.

use crate::{Client, Result, call::Call};
use forprev_core::{
    actor::Me,
    certificate::OwnCertificate,
    endpoint::{GET_DEMO, GET_ME, LIST_MY_CERTIFICATES, LIST_TASKS, LOGIN, LOGOUT, REFRESH},
    page::Page,
    sign_in::{Credentials, Demo},
    task::Task,
};

impl Client {
    /// Signs in; the cookies keep it.
    ///
    /// # Errors
    /// `sign_in.failed`, `request.too_many`, or no answer.
    pub async fn login(&self, credentials: &Credentials) -> Result<Me> {
        self.answer(Call::to(LOGIN, &[]).json(credentials)).await
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

    /// All the formateur certificates of the signed-in person.
    ///
    /// # Errors
    /// `unauthenticated`, `forbidden`, or no answer.
    pub async fn list_my_certificates(&self) -> Result<Page<OwnCertificate>> {
        self.all(LIST_MY_CERTIFICATES, &[], &[]).await
    }
}
