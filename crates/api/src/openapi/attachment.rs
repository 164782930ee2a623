//! Attachments of files and requests.

use super::operation::Described;
use crate::upload::MEDIA_TYPES;
use forprev_core::{
    attachment::{Attachment, AttachmentQuery, UploadQuery},
    endpoint::{self as e, Endpoint},
    problem::Code,
};

const UPLOAD: &str = "\
A PDF, a JPEG or a PNG of at most 10 MB, decided by its bytes, whatever it is called and whatever `Content-Type` says of it. As \
the body itself, with its name in `Content-Disposition` (RFC 6266: `attachment; filename*=UTF-8''Attestation.pdf`), or as the \
file of a `multipart/form-data` form. Whether the caller may is told before the body is read. With `replaces`, the one before is \
kept as history as long as what it belongs to is open. No search for viruses is made: whoever opens it does so at their own \
care.";

/// The two operations of what has attachments.
fn of_owner(
    (list, listed): (Endpoint, &'static str),
    (upload, uploaded): (Endpoint, &'static str),
    state: Code,
) -> [Described; 2] {
    [
        Described::new(
            list,
            "attachments",
            listed,
            "In the order in which they came; with `history=true` those that were replaced or removed, too.",
        )
        .query::<AttachmentQuery>()
        .lists::<Attachment>("The documents.")
        .refuses(&[Code::BadCursor, Code::BadChoice, Code::TooLong, Code::ControlCharacter]),
        Described::new(upload, "attachments", uploaded, UPLOAD)
            .query::<UploadQuery>()
            .file(&MEDIA_TYPES)
            .named()
            .answers::<Attachment>(201, "The document.")
            .or_answers::<Attachment>(200, "In a trial: the document that would be.")
            .refuses(&[
                Code::Required,
                Code::BadChoice,
                Code::BadReference,
                Code::TooLong,
                Code::ControlCharacter,
                Code::AttachmentType,
                Code::AttachmentEmpty,
                Code::AttachmentCut,
                Code::AttachmentTooLarge,
                Code::AttachmentInterrupted,
                Code::AttachmentTooMany,
                Code::AttachmentEnded,
                state,
            ]),
    ]
}

pub(super) fn operations() -> Vec<Described> {
    let mut all = Vec::new();
    all.extend(of_owner(
        (e::LIST_ORGANISATION_FILE_ATTACHMENTS, "The documents of an organisation file"),
        (e::UPLOAD_ORGANISATION_FILE_ATTACHMENT, "Add a document to an organisation file"),
        Code::FileState,
    ));
    all.extend(of_owner(
        (e::LIST_REQUEST_ATTACHMENTS, "The documents of a habilitation request"),
        (e::UPLOAD_REQUEST_ATTACHMENT, "Add a document to a habilitation request"),
        Code::RequestState,
    ));
    all.extend(of_owner(
        (e::LIST_PLATFORM_ATTACHMENTS, "The documents of a platform of a request"),
        (e::UPLOAD_PLATFORM_ATTACHMENT, "Add a document to a platform of a request"),
        Code::RequestState,
    ));
    all.extend(of_owner(
        (e::LIST_VISIT_ATTACHMENTS, "The documents of an audit or a visit"),
        (e::UPLOAD_VISIT_ATTACHMENT, "Add a document to an audit or a visit"),
        Code::VisitState,
    ));
    all.extend([
        Described::new(
            e::GET_ATTACHMENT,
            "attachments",
            "Read a document",
            "The bytes that were sent, to keep and not to show: `Content-Disposition: attachment`, and a policy under which no \
             browser runs anything of it. `ETag` is their SHA-256.",
        )
        .gives("application/pdf", "The document, of one of these types.")
        .or_gives("image/jpeg")
        .or_gives("image/png")
        .nothing(304, "It is what `If-None-Match` names."),
        Described::new(
            e::REMOVE_ATTACHMENT,
            "attachments",
            "Remove a document",
            "It is kept as history as long as what it belonged to is open.",
        )
        .nothing(204, "It is removed.")
        .refuses(&[Code::AttachmentEnded, Code::FileState, Code::RequestState, Code::VisitState]),
    ]);
    all
}
