//! Decision letters, and their models.

use crate::{
    Client, Result, Write,
    call::{Call, File},
};
use forprev_core::{
    endpoint::{
        CREATE_LETTER_MODEL, GET_LETTER, GET_LETTER_PDF, LIST_LETTER_MODELS, LIST_LETTERS, PREVIEW_LETTER,
        PREVIEW_LETTER_PDF,
    },
    id::{LetterId, OrganisationId},
    letter::{Letter, LetterModel, LetterRow, LetterText, NewLetterModel},
    page::Page,
    query::PageQuery,
};

impl Client {
    /// The letters to an organisation that the caller may read, the last first.
    ///
    /// # Errors
    /// `not_found`, `request.cursor`, or no answer.
    pub async fn list_letters(&self, of: OrganisationId, query: &PageQuery) -> Result<Page<LetterRow>> {
        self.answer(Call::to(LIST_LETTERS, &[&of.to_string()]).query(query)).await
    }

    /// A letter, to be read as a page.
    ///
    /// # Errors
    /// `not_found`, or no answer.
    pub async fn get_letter(&self, id: LetterId) -> Result<Letter> {
        self.answer(Call::to(GET_LETTER, &[&id.to_string()])).await
    }

    /// A letter as PDF.
    ///
    /// # Errors
    /// `not_found`, or no answer.
    pub async fn get_letter_pdf(&self, id: LetterId) -> Result<File> {
        self.file(Call::to(GET_LETTER_PDF, &[&id.to_string()])).await
    }

    /// The models of letters.
    ///
    /// # Errors
    /// `forbidden`, `request.cursor`, or no answer.
    pub async fn list_letter_models(&self, query: &PageQuery) -> Result<Page<LetterModel>> {
        self.answer(Call::to(LIST_LETTER_MODELS, &[]).query(query)).await
    }

    /// Writes a version of a model; with [`Write::dry_run`], only checks.
    ///
    /// # Errors
    /// All that is wrong with it, `forbidden`, or no answer.
    pub async fn create_letter_model(&self, model: &NewLetterModel, write: Write) -> Result<LetterModel> {
        self.answer(Call::to(CREATE_LETTER_MODEL, &[]).write(write).json(model)).await
    }

    /// What a letter of this model would say.
    ///
    /// # Errors
    /// As [`Client::create_letter_model`].
    pub async fn preview_letter(&self, model: &NewLetterModel) -> Result<LetterText> {
        self.answer(Call::to(PREVIEW_LETTER, &[]).json(model)).await
    }

    /// The same as PDF.
    ///
    /// # Errors
    /// As [`Client::create_letter_model`].
    pub async fn preview_letter_pdf(&self, model: &NewLetterModel) -> Result<File> {
        self.file(Call::to(PREVIEW_LETTER_PDF, &[]).json(model)).await
    }
}
