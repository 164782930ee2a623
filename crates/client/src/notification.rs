//! What one was told, and what runs by itself.

use crate::{Client, Result, call::Call};
use forprev_core::{
    endpoint::{
        COUNT_UNREAD, GET_PREFERENCES, LIST_DEMO_MAILS, LIST_JOBS, LIST_MAILS, LIST_NOTIFICATIONS,
        READ_NOTIFICATIONS, UNSUBSCRIBE, UPDATE_PREFERENCES,
    },
    job::JobStatus,
    mail::{MailSummary, SentMail},
    notification::{Notification, Preferences, PreferencesPatch, ReadUntil, Unread},
    page::Page,
    query::{MailQuery, NotificationQuery},
};

impl Client {
    /// What one was told, the latest first.
    ///
    /// # Errors
    /// `request.cursor`, or no answer.
    pub async fn list_notifications(&self, query: &NotificationQuery) -> Result<Page<Notification>> {
        self.answer(Call::to(LIST_NOTIFICATIONS, &[]).query(query)).await
    }

    /// How many one has not read.
    ///
    /// # Errors
    /// `unauthenticated`, or no answer.
    pub async fn count_unread(&self) -> Result<Unread> {
        self.answer(Call::to(COUNT_UNREAD, &[])).await
    }

    /// Marks as read what one was told until an instant.
    ///
    /// # Errors
    /// `unauthenticated`, or no answer.
    pub async fn read_notifications(&self, read: &ReadUntil) -> Result<Unread> {
        self.answer(Call::to(READ_NOTIFICATIONS, &[]).json(read)).await
    }

    /// What comes by mail.
    ///
    /// # Errors
    /// `unauthenticated`, or no answer.
    pub async fn get_preferences(&self) -> Result<Preferences> {
        self.answer(Call::to(GET_PREFERENCES, &[])).await
    }

    /// Chooses what comes by mail.
    ///
    /// # Errors
    /// `field.choice`, or no answer.
    pub async fn update_preferences(&self, patch: &PreferencesPatch) -> Result<Preferences> {
        self.answer(Call::to(UPDATE_PREFERENCES, &[]).json(patch)).await
    }

    /// Stops mails of the category that the token of a mail names.
    ///
    /// # Errors
    /// `unsubscribe.unknown`, or no answer.
    pub async fn unsubscribe(&self, token: &str) -> Result<Preferences> {
        self.answer(Call::to(UNSUBSCRIBE, &[token])).await
    }

    /// Scheduled work.
    ///
    /// # Errors
    /// `forbidden`, or no answer.
    pub async fn list_jobs(&self) -> Result<Page<JobStatus>> {
        self.answer(Call::to(LIST_JOBS, &[])).await
    }

    /// What became of mails.
    ///
    /// # Errors
    /// `forbidden`, or no answer.
    pub async fn list_mails(&self, query: &MailQuery) -> Result<Page<MailSummary>> {
        self.answer(Call::to(LIST_MAILS, &[]).query(query)).await
    }

    /// The mailbox of the demonstration.
    ///
    /// # Errors
    /// `not_found` on any other server.
    pub async fn list_demo_mails(&self) -> Result<Page<SentMail>> {
        self.answer(Call::to(LIST_DEMO_MAILS, &[])).await
    }
}
