//! What bytes are: by how they begin, and for what is read to its end by how they end.

use super::MediaType;
use crate::problem::{Code, Fault};

/// The largest attachment, in megabytes.
const MEGABYTES: u32 = 10;
/// The same in bytes.
pub const SIZE_MAX: u64 = MEGABYTES as u64 * 1024 * 1024;
/// How many bytes of the end are looked at: a PDF's last line may be followed by as much (ISO 32000-1, appendix H).
pub const TAIL: usize = 1024;

/// How many bytes of the beginning are looked at.
const HEAD: usize = 8;

const PDF: &[u8] = b"%PDF-";
const PDF_END: &[u8] = b"%%EOF";
const JPEG: &[u8] = &[0xFF, 0xD8, 0xFF];
const PNG: &[u8] = &[0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n'];
/// The last chunk, which is empty, with its checksum.
const PNG_END: &[u8] = &[b'I', b'E', b'N', b'D', 0xAE, 0x42, 0x60, 0x82];

impl MediaType {
    fn of_head(head: &[u8]) -> Option<Self> {
        [(PDF, Self::Pdf), (JPEG, Self::Jpeg), (PNG, Self::Png)]
            .into_iter()
            .find(|(beginning, _)| head.starts_with(beginning))
            .map(|(_, media_type)| media_type)
    }

    /// Whether it ends as such a file does. Cameras write whole films behind a JPEG, so that nothing is said of its end.
    fn is_whole(self, tail: &[u8]) -> bool {
        let ends = |end: &[u8]| tail.windows(end.len()).any(|part| part == end);
        match self {
            Self::Pdf => ends(PDF_END),
            Self::Png => ends(PNG_END),
            Self::Jpeg | Self::Unknown => true,
        }
    }
}

/// What an attachment was found to be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Found {
    /// Its type.
    pub media_type: MediaType,
    /// Its size in bytes.
    pub size: u64,
}

/// Reads an attachment as it comes, piece by piece, and refuses as soon as it can be known. It keeps a kilobyte.
///
/// ```
/// use forprev_core::attachment::{Inspector, MediaType};
/// let mut inspector = Inspector::default();
/// inspector.push(b"%PDF-1.7\n").unwrap();
/// inspector.push(b"%%EOF\n").unwrap();
/// assert_eq!(inspector.finish().unwrap().media_type, MediaType::Pdf);
///
/// let page = Inspector::default().push(b"<html><script>").unwrap_err();
/// assert_eq!(page.code.as_str(), "attachment.type");
/// ```
#[derive(Clone, Debug, Default)]
pub struct Inspector {
    head: Vec<u8>,
    tail: Vec<u8>,
    size: u64,
}

impl Inspector {
    /// The next piece.
    ///
    /// # Errors
    /// `attachment.too_large`, `attachment.type`.
    pub fn push(&mut self, piece: &[u8]) -> Result<(), Fault> {
        self.size = self.size.saturating_add(piece.len() as u64);
        if self.size > SIZE_MAX {
            return Err(too_large());
        }
        let missing = HEAD.saturating_sub(self.head.len());
        self.head.extend(piece.iter().take(missing));
        if self.head.len() == HEAD && MediaType::of_head(&self.head).is_none() {
            return Err(Fault::new(Code::AttachmentType));
        }
        let new = piece.get(piece.len().saturating_sub(TAIL)..).unwrap_or_default();
        let old = (self.tail.len() + new.len()).saturating_sub(TAIL);
        self.tail.drain(..old.min(self.tail.len()));
        self.tail.extend_from_slice(new);
        Ok(())
    }

    /// How many bytes there were so far.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// What it was, at its end.
    ///
    /// # Errors
    /// `attachment.empty`, `attachment.type`, `attachment.cut`.
    pub fn finish(&self) -> Result<Found, Fault> {
        inspect(self.size, &self.head, &self.tail)
    }
}

/// What a file of this size is that begins and ends so: for whoever has it at hand, as a browser does before it sends it.
/// `tail` holds its last [`TAIL`] bytes, or all of them.
///
/// # Errors
/// `attachment.empty`, `attachment.too_large`, `attachment.type`, `attachment.cut`.
pub fn inspect(size: u64, head: &[u8], tail: &[u8]) -> Result<Found, Fault> {
    if size == 0 {
        return Err(Fault::new(Code::AttachmentEmpty));
    }
    if size > SIZE_MAX {
        return Err(too_large());
    }
    let media_type = MediaType::of_head(head).ok_or_else(|| Fault::new(Code::AttachmentType))?;
    if !media_type.is_whole(tail) {
        return Err(Fault::new(Code::AttachmentCut));
    }
    Ok(Found { media_type, size })
}

/// The refusal of one that is larger than [`SIZE_MAX`].
#[must_use]
pub fn too_large() -> Fault {
    Fault::new(Code::AttachmentTooLarge).with("megabytes", MEGABYTES)
}
