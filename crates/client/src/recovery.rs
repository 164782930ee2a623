//! People helped back into their account, and their identity corrected.

use crate::{Client, Result, Write, call::Call};
use forprev_core::{
    endpoint::{
        CANCEL_RECOVERY, CONFIRM_RECOVERY, CORRECT_IDENTITY, GET_PERSON, LIST_MY_RECOVERIES, LIST_RECOVERIES,
        OPEN_RECOVERY, REFUSE_RECOVERY, STOP_MY_RECOVERY,
    },
    id::PersonId,
    page::Page,
    query::PageQuery,
    recovery::{IdentityPatch, NewRecovery, PersonRecord, Recovery, RecoveryRefusal},
};

impl Client {
    /// What identifies a person whom the caller helps.
    ///
    /// # Errors
    /// `not_found`, `forbidden`, or no answer.
    pub async fn get_person(&self, person: PersonId) -> Result<PersonRecord> {
        self.answer(Call::to(GET_PERSON, &[&person.to_string()])).await
    }

    /// Corrects a person's names and birth date (A9).
    ///
    /// # Errors
    /// What is wrong in shape, `version.stale`, `not_found`, `forbidden`, or no answer.
    pub async fn correct_identity(
        &self,
        person: PersonId,
        patch: &IdentityPatch,
        write: Write,
    ) -> Result<PersonRecord> {
        self.answer(Call::to(CORRECT_IDENTITY, &[&person.to_string()]).write(write).json(patch)).await
    }

    /// The recoveries of the people whom the caller helps.
    ///
    /// # Errors
    /// `forbidden`, or no answer.
    pub async fn list_recoveries(&self, query: &PageQuery) -> Result<Page<Recovery>> {
        self.answer(Call::to(LIST_RECOVERIES, &[]).query(query)).await
    }

    /// Opens a recovery (A15).
    ///
    /// # Errors
    /// What is wrong in shape, `step_up.required`, `recovery.open`, `email.already_used`, or no answer.
    pub async fn open_recovery(&self, person: PersonId, new: &NewRecovery, write: Write) -> Result<Recovery> {
        self.answer(Call::to(OPEN_RECOVERY, &[&person.to_string()]).write(write).json(new)).await
    }

    /// Confirms a recovery that another agent opened.
    ///
    /// # Errors
    /// `step_up.required`, `recovery.same_agent`, `recovery.over`, or no answer.
    pub async fn confirm_recovery(&self, id: &str, write: Write) -> Result<Recovery> {
        self.answer(Call::to(CONFIRM_RECOVERY, &[id]).write(write)).await
    }

    /// Cancels a recovery that waits.
    ///
    /// # Errors
    /// `recovery.over`, or no answer.
    pub async fn cancel_recovery(&self, id: &str, write: Write) -> Result<Recovery> {
        self.answer(Call::to(CANCEL_RECOVERY, &[id]).write(write)).await
    }

    /// Refuses a recovery by the link that the old mailbox was told.
    ///
    /// # Errors
    /// `link.unknown`, `link.used`, or no answer.
    pub async fn refuse_recovery(&self, refusal: &RecoveryRefusal) -> Result<()> {
        self.done(Call::to(REFUSE_RECOVERY, &[]).json(refusal)).await
    }

    /// The recoveries of the signed-in person's own access.
    ///
    /// # Errors
    /// `unauthenticated`, or no answer.
    pub async fn list_my_recoveries(&self) -> Result<Page<Recovery>> {
        self.answer(Call::to(LIST_MY_RECOVERIES, &[])).await
    }

    /// Cancels a recovery of one's own access.
    ///
    /// # Errors
    /// `recovery.over`, or no answer.
    pub async fn stop_my_recovery(&self, id: &str) -> Result<()> {
        self.done(Call::to(STOP_MY_RECOVERY, &[id])).await
    }
}
