//! Contacts of the caisses and of INRS.

use crate::{Client, Result, Write, call::Call};
use forprev_core::{
    contact::{Contact, ContactPatch, ContactQuery, NewContact},
    endpoint::{CREATE_CONTACT, LIST_CONTACTS, REMOVE_CONTACT, UPDATE_CONTACT},
    id::ContactId,
    page::Page,
};

impl Client {
    /// Those of the caller's caisses, and of INRS.
    ///
    /// # Errors
    /// `request.cursor`, or no answer.
    pub async fn list_contacts(&self, query: &ContactQuery) -> Result<Page<Contact>> {
        self.answer(Call::to(LIST_CONTACTS, &[]).query(query)).await
    }

    /// Adds a contact.
    ///
    /// # Errors
    /// What is wrong in shape, `forbidden`, `field.reference`, or no answer.
    pub async fn create_contact(&self, contact: &NewContact, write: Write) -> Result<Contact> {
        self.answer(Call::to(CREATE_CONTACT, &[]).write(write).json(contact)).await
    }

    /// Changes a contact that still has this version.
    ///
    /// # Errors
    /// What is wrong in shape, `forbidden`, `version.stale`, or no answer.
    pub async fn update_contact(&self, id: ContactId, version: i64, patch: &ContactPatch) -> Result<Contact> {
        let call = Call::to(UPDATE_CONTACT, &[&id.to_string()]).write(Write::on_version(version));
        self.answer(call.json(patch)).await
    }

    /// Removes a contact.
    ///
    /// # Errors
    /// `forbidden`, `version.stale`, or no answer.
    pub async fn remove_contact(&self, id: ContactId, write: Write) -> Result<()> {
        self.done(Call::to(REMOVE_CONTACT, &[&id.to_string()]).write(write)).await
    }
}
