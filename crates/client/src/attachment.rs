//! Attachments of whatever has them: listed, sent, read, removed.

use crate::{
    Client, Result, Write,
    call::{Call, File},
    http::{Content, Progress},
};
use forprev_core::{
    attachment::{Attachment, AttachmentOwner, AttachmentQuery, UploadQuery, disposition},
    endpoint::{GET_ATTACHMENT, REMOVE_ATTACHMENT},
    id::AttachmentId,
    page::Page,
};

/// A file to send: its name, its bytes, and who wants to know how it goes.
pub struct Sending {
    name: String,
    content: Content,
    progress: Option<Progress>,
}

impl Sending {
    /// What is in memory.
    #[must_use]
    pub fn of_bytes(name: impl Into<String>, bytes: Vec<u8>) -> Self {
        Self { name: name.into(), content: Content::Bytes(bytes), progress: None }
    }

    /// A file of the browser: it is read while it is sent. `progress` is told how many bytes have gone, of how many.
    #[cfg(target_arch = "wasm32")]
    #[must_use]
    pub fn of_file(file: &web_sys::File, progress: impl Fn(f64, f64) + Send + Sync + 'static) -> Self {
        Self {
            name: file.name(),
            content: Content::Blob(AsRef::<web_sys::Blob>::as_ref(file).clone()),
            progress: Some(std::sync::Arc::new(progress)),
        }
    }
}

impl Client {
    /// The attachments of something.
    ///
    /// # Errors
    /// `not_found`, `request.cursor`, or no answer.
    pub async fn list_attachments(
        &self,
        owner: AttachmentOwner,
        query: &AttachmentQuery,
    ) -> Result<Page<Attachment>> {
        self.answer(Call::to(owner.kind.list(), &[&owner.id.to_string()]).query(query)).await
    }

    /// Adds an attachment to something; with [`Write::dry_run`], only checks.
    ///
    /// # Errors
    /// The codes of `attachment`, those of what it belongs to, or no answer.
    pub async fn upload_attachment(
        &self,
        owner: AttachmentOwner,
        query: &UploadQuery,
        sending: Sending,
        write: Write,
    ) -> Result<Attachment> {
        let Sending { name, content, progress } = sending;
        let call = Call::to(owner.kind.upload(), &[&owner.id.to_string()]).query(query).write(write);
        // What it is, its bytes say.
        let call = call.content("application/octet-stream", content).named(disposition(&name));
        self.answer(call.progress(progress)).await
    }

    /// The bytes of an attachment.
    ///
    /// # Errors
    /// `not_found`, or no answer.
    pub async fn get_attachment(&self, id: AttachmentId) -> Result<File> {
        self.file(Call::to(GET_ATTACHMENT, &[&id.to_string()])).await
    }

    /// Removes an attachment.
    ///
    /// # Errors
    /// `not_found`, `attachment.ended`, those of what it belongs to, or no answer.
    pub async fn remove_attachment(&self, id: AttachmentId) -> Result<()> {
        self.done(Call::to(REMOVE_ATTACHMENT, &[&id.to_string()])).await
    }
}
