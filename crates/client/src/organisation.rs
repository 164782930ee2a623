//! Organisations, and the files by which they are entered and changed.

use crate::{Client, Result, Write, call::Call};
use forprev_core::{
    endpoint::{
        ABANDON_ORGANISATION_FILE, ASSIGN_ORGANISATION_FILE, CONFIRM_ORGANISATION, CREATE_ORGANISATION_FILE,
        Endpoint, GET_ORGANISATION, GET_ORGANISATION_FILE, HAND_OVER_ORGANISATION_FILE,
        LIST_ORGANISATION_FILE_MESSAGES, LIST_ORGANISATION_FILES, LIST_ORGANISATIONS,
        OPEN_ORGANISATION_CHANGE, REFUSE_ORGANISATION_FILE, RESTORE_ORGANISATION_FILE,
        RETURN_ORGANISATION_FILE, SUBMIT_ORGANISATION_FILE, UPDATE_ORGANISATION, UPDATE_ORGANISATION_FILE,
        VALIDATE_ORGANISATION_FILE, WRITE_ORGANISATION_FILE_MESSAGE,
    },
    id::{OrganisationFileId, OrganisationId},
    organisation::{
        file::{
            Assignment, FileContent, FileDecision, FileQuery, HandOver, Message, NewMessage,
            OrganisationFile, OrganisationFileRow,
        },
        record::{Organisation, OrganisationQuery, OrganisationRow},
    },
    page::Page,
    query::PageQuery,
};

impl Client {
    /// The organisations that the caller reads, by name.
    ///
    /// # Errors
    /// `request.cursor`, or no answer.
    pub async fn list_organisations(&self, query: &OrganisationQuery) -> Result<Page<OrganisationRow>> {
        self.answer(Call::to(LIST_ORGANISATIONS, &[]).query(query)).await
    }

    /// An organisation.
    ///
    /// # Errors
    /// `not_found`, or no answer.
    pub async fn get_organisation(&self, id: OrganisationId) -> Result<Organisation> {
        self.answer(Call::to(GET_ORGANISATION, &[&id.to_string()])).await
    }

    /// Changes what is not instructed of an organisation that still has this version (O2).
    ///
    /// # Errors
    /// `version.stale`, `organisation.instructed`, what is wrong in shape, or no answer.
    pub async fn update_organisation(
        &self,
        id: OrganisationId,
        version: i64,
        patch: &FileContent,
    ) -> Result<Organisation> {
        let call = Call::to(UPDATE_ORGANISATION, &[&id.to_string()]).write(Write::on_version(version));
        self.answer(call.json(patch)).await
    }

    /// Says that the data of an organisation are right today (H6).
    ///
    /// # Errors
    /// `version.stale`, or no answer.
    pub async fn confirm_organisation(&self, id: OrganisationId, write: Write) -> Result<Organisation> {
        self.answer(Call::to(CONFIRM_ORGANISATION, &[&id.to_string()]).write(write)).await
    }

    /// Begins a change of what is instructed (O2).
    ///
    /// # Errors
    /// `organisation_file.open`, or no answer.
    pub async fn open_organisation_change(
        &self,
        id: OrganisationId,
        write: Write,
    ) -> Result<OrganisationFile> {
        self.answer(Call::to(OPEN_ORGANISATION_CHANGE, &[&id.to_string()]).write(write)).await
    }

    /// The files that the caller sees, the oldest first.
    ///
    /// # Errors
    /// `request.cursor`, or no answer.
    pub async fn list_organisation_files(&self, query: &FileQuery) -> Result<Page<OrganisationFileRow>> {
        self.answer(Call::to(LIST_ORGANISATION_FILES, &[]).query(query)).await
    }

    /// Begins a file, incomplete as it may be.
    ///
    /// # Errors
    /// What is wrong in shape, or no answer.
    pub async fn create_organisation_file(
        &self,
        content: &FileContent,
        write: Write,
    ) -> Result<OrganisationFile> {
        self.answer(Call::to(CREATE_ORGANISATION_FILE, &[]).write(write).json(content)).await
    }

    /// A file.
    ///
    /// # Errors
    /// `not_found`, or no answer.
    pub async fn get_organisation_file(&self, id: OrganisationFileId) -> Result<OrganisationFile> {
        self.answer(Call::to(GET_ORGANISATION_FILE, &[&id.to_string()])).await
    }

    /// Writes into a file that still has this version: what is present replaces.
    ///
    /// # Errors
    /// `version.stale`, `organisation_file.state`, what is wrong in shape, or no answer.
    pub async fn update_organisation_file(
        &self,
        id: OrganisationFileId,
        version: i64,
        patch: &FileContent,
    ) -> Result<OrganisationFile> {
        let call = Call::to(UPDATE_ORGANISATION_FILE, &[&id.to_string()]).write(Write::on_version(version));
        self.answer(call.json(patch)).await
    }

    async fn step(
        &self,
        endpoint: Endpoint,
        id: OrganisationFileId,
        write: Write,
    ) -> Result<OrganisationFile> {
        self.answer(Call::to(endpoint, &[&id.to_string()]).write(write)).await
    }

    /// Sends a file to the caisse.
    ///
    /// # Errors
    /// All that O1, O3, O4 and O6 refuse, `organisation_file.state`, `version.stale`, or no answer.
    pub async fn submit_organisation_file(
        &self,
        id: OrganisationFileId,
        write: Write,
    ) -> Result<OrganisationFile> {
        self.step(SUBMIT_ORGANISATION_FILE, id, write).await
    }

    /// Gives a file up.
    ///
    /// # Errors
    /// `organisation_file.state`, `version.stale`, or no answer.
    pub async fn abandon_organisation_file(
        &self,
        id: OrganisationFileId,
        write: Write,
    ) -> Result<OrganisationFile> {
        self.step(ABANDON_ORGANISATION_FILE, id, write).await
    }

    /// Takes up again a file that was given up.
    ///
    /// # Errors
    /// `organisation_file.state`, `version.stale`, or no answer.
    pub async fn restore_organisation_file(
        &self,
        id: OrganisationFileId,
        write: Write,
    ) -> Result<OrganisationFile> {
        self.step(RESTORE_ORGANISATION_FILE, id, write).await
    }

    /// Accepts a file.
    ///
    /// # Errors
    /// `siret.already_registered`, `organisation_file.state`, `version.stale`, or no answer.
    pub async fn validate_organisation_file(
        &self,
        id: OrganisationFileId,
        write: Write,
    ) -> Result<OrganisationFile> {
        self.step(VALIDATE_ORGANISATION_FILE, id, write).await
    }

    /// Takes a file in hand, or gives it to another agent.
    ///
    /// # Errors
    /// `field.reference`, `organisation_file.state`, `version.stale`, or no answer.
    pub async fn assign_organisation_file(
        &self,
        id: OrganisationFileId,
        to: &Assignment,
        write: Write,
    ) -> Result<OrganisationFile> {
        self.answer(Call::to(ASSIGN_ORGANISATION_FILE, &[&id.to_string()]).write(write).json(to)).await
    }

    /// Hands a file over to another caisse.
    ///
    /// # Errors
    /// `field.reference`, `organisation_file.state`, `version.stale`, or no answer.
    pub async fn hand_over_organisation_file(
        &self,
        id: OrganisationFileId,
        to: &HandOver,
        write: Write,
    ) -> Result<OrganisationFile> {
        self.answer(Call::to(HAND_OVER_ORGANISATION_FILE, &[&id.to_string()]).write(write).json(to)).await
    }

    /// Sends a file back with what to complete.
    ///
    /// # Errors
    /// What is wrong in shape, `organisation_file.state`, `version.stale`, or no answer.
    pub async fn return_organisation_file(
        &self,
        id: OrganisationFileId,
        decision: &FileDecision,
        write: Write,
    ) -> Result<OrganisationFile> {
        self.answer(Call::to(RETURN_ORGANISATION_FILE, &[&id.to_string()]).write(write).json(decision)).await
    }

    /// Refuses a file, with the reason.
    ///
    /// # Errors
    /// As [`Client::return_organisation_file`].
    pub async fn refuse_organisation_file(
        &self,
        id: OrganisationFileId,
        decision: &FileDecision,
        write: Write,
    ) -> Result<OrganisationFile> {
        self.answer(Call::to(REFUSE_ORGANISATION_FILE, &[&id.to_string()]).write(write).json(decision)).await
    }

    /// What was written about a file, in order.
    ///
    /// # Errors
    /// `not_found`, or no answer.
    pub async fn list_organisation_file_messages(
        &self,
        id: OrganisationFileId,
        query: &PageQuery,
    ) -> Result<Page<Message>> {
        self.answer(Call::to(LIST_ORGANISATION_FILE_MESSAGES, &[&id.to_string()]).query(query)).await
    }

    /// Writes about a file.
    ///
    /// # Errors
    /// What is wrong in shape, `organisation_file.state`, or no answer.
    pub async fn write_organisation_file_message(
        &self,
        id: OrganisationFileId,
        message: &NewMessage,
        write: Write,
    ) -> Result<Message> {
        let call = Call::to(WRITE_ORGANISATION_FILE_MESSAGE, &[&id.to_string()]);
        self.answer(call.write(write).json(message)).await
    }
}
