//! The log, and helping people.

use crate::{Client, File, Result, Write, call::Call};
use forprev_core::{
    audit::{AuditLine, AuditQuery, Look, PeopleQuery},
    endpoint::{
        END_SUPPORT_VIEW, LIST_AUDIT, LIST_LOOKS, LIST_PEOPLE, MERGE_PERSON, START_SUPPORT_VIEW, UNDO_MERGE,
    },
    id::PersonId,
    page::Page,
    query::PageQuery,
    support::{Merge, Merged, NewSupportView, PersonFound, SupportView},
};

impl Client {
    /// A page of the log, as far as the caller reads it.
    ///
    /// # Errors
    /// What is wrong in shape, `unauthenticated`, `forbidden`, or no answer.
    pub async fn list_audit(&self, query: &AuditQuery) -> Result<Page<AuditLine>> {
        self.answer(Call::to(LIST_AUDIT, &[]).query(query)).await
    }

    /// The same, whole, as CSV.
    ///
    /// # Errors
    /// As [`Client::list_audit`].
    pub async fn list_audit_csv(&self, query: &AuditQuery) -> Result<File> {
        self.file(Call::to(LIST_AUDIT, &[]).query(query).accepts("text/csv")).await
    }

    /// Who looked at the signed-in person's data.
    ///
    /// # Errors
    /// `unauthenticated`, or no answer.
    pub async fn list_looks(&self, query: &PageQuery) -> Result<Page<Look>> {
        self.answer(Call::to(LIST_LOOKS, &[]).query(query)).await
    }

    /// People of a number, of an address, or by name.
    ///
    /// # Errors
    /// What is wrong in shape, `unauthenticated`, `forbidden`, or no answer.
    pub async fn list_people(&self, query: &PeopleQuery) -> Result<Page<PersonFound>> {
        self.answer(Call::to(LIST_PEOPLE, &[]).query(query)).await
    }

    /// Begins a view as somebody else (N5): [`Client::in_view`] reads in it.
    ///
    /// # Errors
    /// What is wrong in shape, `field.reference`, `forbidden`, or no answer.
    pub async fn start_support_view(&self, new: &NewSupportView, write: Write) -> Result<SupportView> {
        self.answer(Call::to(START_SUPPORT_VIEW, &[]).write(write).json(new)).await
    }

    /// Ends a view.
    ///
    /// # Errors
    /// `not_found`, or no answer.
    pub async fn end_support_view(&self, id: &str) -> Result<()> {
        self.done(Call::to(END_SUPPORT_VIEW, &[id])).await
    }

    /// Makes one account of two (A15).
    ///
    /// # Errors
    /// What is wrong in shape, `not_found`, `merge.already`, `merge.self`, or no answer.
    pub async fn merge_person(&self, person: PersonId, merge: &Merge, write: Write) -> Result<Merged> {
        self.answer(Call::to(MERGE_PERSON, &[&person.to_string()]).write(write).json(merge)).await
    }

    /// Undoes a merge: the account opens again.
    ///
    /// # Errors
    /// `not_found`, `merge.too_late`, `merge.changed`, or no answer.
    pub async fn undo_merge(&self, person: PersonId, write: Write) -> Result<Merged> {
        self.answer(Call::to(UNDO_MERGE, &[&person.to_string()]).write(write)).await
    }
}
