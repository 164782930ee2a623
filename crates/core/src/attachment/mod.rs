//! Attachments: documents that people add to a file or a request. What they are is read in their bytes, whatever they are
//! called and whatever a client says of them.

mod content;
mod name;

pub use content::{Found, Inspector, SIZE_MAX, TAIL, inspect, too_large};
pub use name::{NAME_MAX, clean_name, disposition, name_in};

use crate::{
    endpoint::{
        Endpoint, LIST_ORGANISATION_FILE_ATTACHMENTS, LIST_PLATFORM_ATTACHMENTS, LIST_REQUEST_ATTACHMENTS,
        LIST_VISIT_ATTACHMENTS, UPLOAD_ORGANISATION_FILE_ATTACHMENT, UPLOAD_PLATFORM_ATTACHMENT,
        UPLOAD_REQUEST_ATTACHMENT, UPLOAD_VISIT_ATTACHMENT,
    },
    id::{AttachmentId, OrganisationFileId, PlatformId, RequestId, VisitId},
    page::Wanted,
    problem::{Code, Fault},
    query::one_limit,
    shape,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::fmt;
use uuid::Uuid;
use validator::{Validate, ValidationError};

/// How many attachments one file or request has at once.
pub const AT_ONCE_MAX: usize = 100;
/// How many it has in all, with those that were replaced or removed while it was open.
pub const IN_ALL_MAX: usize = 1_000;

/// What the certificate of the URSSAF is attached as (O4).
pub const URSSAF_CERTIFICATE: &str = "urssaf_certificate";
/// What any other document is attached as.
pub const SUPPORTING_DOCUMENT: &str = "supporting_document";

/// What an attachment is, by its bytes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum MediaType {
    /// A PDF.
    #[serde(rename = "application/pdf")]
    Pdf,
    /// A JPEG picture.
    #[serde(rename = "image/jpeg")]
    Jpeg,
    /// A PNG picture.
    #[serde(rename = "image/png")]
    Png,
    /// A type of a newer server.
    #[serde(other)]
    Unknown,
}

impl MediaType {
    /// Those that are taken.
    pub const ALL: [Self; 3] = [Self::Pdf, Self::Jpeg, Self::Png];

    /// Its name (RFC 9110).
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Unknown => "application/octet-stream",
        }
    }

    /// The type of this name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == name)
    }

    /// The ends of the names of such files, the usual one first.
    #[must_use]
    pub const fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &["pdf"],
            Self::Jpeg => &["jpg", "jpeg"],
            Self::Png => &["png"],
            Self::Unknown => &[],
        }
    }

    /// Whether it is a picture, which a page can show.
    #[must_use]
    pub const fn is_picture(self) -> bool {
        matches!(self, Self::Jpeg | Self::Png)
    }
}

/// What kind of thing has attachments.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum OwnerKind {
    /// A file by which an organisation is entered, or changed.
    OrganisationFile,
    /// A habilitation request.
    Request,
    /// A platform of a habilitation request.
    Platform,
    /// An audit or a visit of an organisation.
    Visit,
}

impl OwnerKind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::OrganisationFile, Self::Request, Self::Platform, Self::Visit];

    /// The name in the base, and in the log.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OrganisationFile => "organisation_file",
            Self::Request => "request",
            Self::Platform => "platform",
            Self::Visit => "visit",
        }
    }

    /// The kind of this name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// The operation that lists its attachments.
    #[must_use]
    pub const fn list(self) -> Endpoint {
        match self {
            Self::OrganisationFile => LIST_ORGANISATION_FILE_ATTACHMENTS,
            Self::Request => LIST_REQUEST_ATTACHMENTS,
            Self::Platform => LIST_PLATFORM_ATTACHMENTS,
            Self::Visit => LIST_VISIT_ATTACHMENTS,
        }
    }

    /// The operation that adds one.
    #[must_use]
    pub const fn upload(self) -> Endpoint {
        match self {
            Self::OrganisationFile => UPLOAD_ORGANISATION_FILE_ATTACHMENT,
            Self::Request => UPLOAD_REQUEST_ATTACHMENT,
            Self::Platform => UPLOAD_PLATFORM_ATTACHMENT,
            Self::Visit => UPLOAD_VISIT_ATTACHMENT,
        }
    }

    /// What its attachments can be for, besides what the catalogue asks for of the level that is requested (H9).
    #[must_use]
    pub const fn purposes(self) -> &'static [&'static str] {
        match self {
            Self::OrganisationFile => &[URSSAF_CERTIFICATE, SUPPORTING_DOCUMENT],
            Self::Request | Self::Platform | Self::Visit => &[SUPPORTING_DOCUMENT],
        }
    }
}

/// What an attachment belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct AttachmentOwner {
    /// What it is.
    pub kind: OwnerKind,
    /// Which one.
    pub id: Uuid,
}

impl From<OrganisationFileId> for AttachmentOwner {
    fn from(id: OrganisationFileId) -> Self {
        Self { kind: OwnerKind::OrganisationFile, id: id.uuid() }
    }
}

impl From<RequestId> for AttachmentOwner {
    fn from(id: RequestId) -> Self {
        Self { kind: OwnerKind::Request, id: id.uuid() }
    }
}

impl From<PlatformId> for AttachmentOwner {
    fn from(id: PlatformId) -> Self {
        Self { kind: OwnerKind::Platform, id: id.uuid() }
    }
}

impl From<VisitId> for AttachmentOwner {
    fn from(id: VisitId) -> Self {
        Self { kind: OwnerKind::Visit, id: id.uuid() }
    }
}

/// An attachment, without its bytes.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Attachment {
    /// Its identifier.
    pub id: AttachmentId,
    /// What it is for: `urssaf_certificate`, `supporting_document`.
    pub purpose: String,
    /// Its name: as it was sent, without what no file is called, and with the ending of its type.
    pub file_name: String,
    /// Its type, by its bytes.
    pub media_type: MediaType,
    /// Its size in bytes.
    pub size: u64,
    /// The SHA-256 of its bytes, as 64 hexadecimal digits.
    pub sha256: String,
    /// When it was added.
    pub uploaded_at: DateTime<Utc>,
    /// By whom: a name, or an institution to those who deal with it and not with its agents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uploaded_by: Option<String>,
    /// When it was replaced or removed, where it was: it can be read as long as what it belongs to is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<DateTime<Utc>>,
    /// What replaced it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaced_by: Option<AttachmentId>,
}

// People write names into the names of files.
impl fmt::Debug for Attachment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Attachment")
            .field("id", &self.id)
            .field("purpose", &self.purpose)
            .field("media_type", &self.media_type)
            .field("size", &self.size)
            .field("ended_at", &self.ended_at)
            .finish_non_exhaustive()
    }
}

/// What goes with the bytes of an attachment, in the address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct UploadQuery {
    /// What it is for: `urssaf_certificate` or `supporting_document` for an organisation file.
    #[serde(default)]
    #[validate(custom(function = purpose))]
    pub purpose: String,
    /// The attachment that it replaces: of the same purpose, and still there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::id))]
    #[cfg_attr(feature = "openapi", param(format = Uuid))]
    pub replaces: Option<String>,
    /// Only try: check every rule, write nothing, answer 200 with what would have been.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dry_run: Option<bool>,
}

/// What the list of attachments can be asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct AttachmentQuery {
    /// Those of one purpose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::code))]
    pub purpose: Option<String>,
    /// `true` for those that were replaced or removed, too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub history: Option<bool>,
    /// How many items a page has: 1 to 200, 50 if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = one_limit))]
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 200, default = 50))]
    pub limit: Option<u32>,
    /// Where to read on: `next_cursor` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

fn purpose(value: &str) -> Result<(), ValidationError> {
    if value.is_empty() { Err(shape::refuse(Code::Required)) } else { shape::code(value) }
}

impl UploadQuery {
    /// What is wrong before anything is known of its owner: of what a level is asked for, its purpose is looked at later.
    #[must_use]
    pub fn check_before(&self, owner: OwnerKind) -> Vec<Fault> {
        match owner {
            OwnerKind::OrganisationFile | OwnerKind::Visit => self.check(owner, &[]),
            OwnerKind::Request | OwnerKind::Platform => shape::checked(self),
        }
    }

    /// What is wrong, each with the parameter's name as its pointer: also a purpose that such an owner does not know, nor the
    /// catalogue asks for (`asked`).
    ///
    /// ```
    /// use forprev_core::attachment::{OwnerKind, UploadQuery};
    /// let wanted = |purpose: &str| UploadQuery { purpose: purpose.into(), ..Default::default() };
    /// let check = |purpose| wanted(purpose).check(OwnerKind::OrganisationFile, &[]);
    /// assert!(wanted("deroule").check(OwnerKind::Request, &["deroule".to_owned()]).is_empty());
    /// assert!(check("urssaf_certificate").is_empty());
    /// assert_eq!(check("holiday_pictures")[0].code.as_str(), "field.choice");
    /// assert_eq!(check("")[0].pointer, "/purpose");
    /// ```
    #[must_use]
    pub fn check(&self, owner: OwnerKind, asked: &[String]) -> Vec<Fault> {
        let found = shape::checked(self);
        let known = owner.purposes().contains(&self.purpose.as_str()) || asked.contains(&self.purpose);
        if found.is_empty() && !known {
            return vec![Fault::new(Code::BadChoice).at("/purpose")];
        }
        found
    }

    /// The attachment that it replaces.
    #[must_use]
    pub fn replaced(&self) -> Option<AttachmentId> {
        self.replaces.as_deref().and_then(|text| text.trim().parse().ok())
    }
}

impl AttachmentQuery {
    /// What is wrong in shape, each with the parameter's name as its pointer.
    #[must_use]
    pub fn check(&self) -> Vec<Fault> {
        shape::checked(self)
    }

    /// Which page of the list is asked for.
    ///
    /// # Errors
    /// `request.cursor`.
    pub fn wanted(&self) -> Result<Wanted, Fault> {
        Wanted::read(self.limit, self.cursor.as_deref())
    }
}
