//! A file that comes: by itself, with its name in `Content-Disposition`, or as a form sends it (RFC 7578). It is handed on piece
//! by piece, and never whole in memory.

use crate::{form, headers, request::Request};
use actix_multipart::{Multipart, MultipartError};
use actix_web::{
    error::PayloadError,
    http::header::{CONTENT_DISPOSITION, CONTENT_LENGTH, HeaderMap},
    rt::time::timeout,
    web::{Bytes, Payload},
};
use forprev_app::{
    Failure,
    attachments::{Incoming, Received},
};
use forprev_core::{
    attachment::{MediaType, SIZE_MAX, name_in, too_large},
    problem::{Code, Fault},
};
use futures_util::{Stream, StreamExt, stream::poll_fn};
use std::{cell::RefCell, rc::Rc, time::Duration};

/// What one may say that a file is. What it is, its bytes say.
pub(crate) const MEDIA_TYPES: [&str; 5] = [
    MediaType::Pdf.as_str(),
    MediaType::Jpeg.as_str(),
    MediaType::Png.as_str(),
    "application/octet-stream",
    form::MEDIA_TYPE,
];

/// How long the next piece may be waited for: longer, and nobody sends it any more.
const PATIENCE: Duration = Duration::from_secs(60);
/// A body that is refused is read to its end, up to this, and thrown away: a client that is still sending would not hear the
/// answer.
const DRAINED: u64 = 2 * SIZE_MAX;
/// What a form may hold beside its file: other fields, and what stands between the parts.
const BESIDE: u64 = 64 * 1024;

/// A file that has come whole, and what it was called.
pub(crate) struct Uploaded {
    pub(crate) name: String,
    pub(crate) received: Received,
}

impl Request {
    /// Whether the body says that it can be a file of ours: asked before it is read.
    pub(crate) fn brings_a_file(&self) -> Result<(), Failure> {
        let sent = headers::content_type(&self.http);
        if MEDIA_TYPES.contains(&sent.as_str()) { Ok(()) } else { Err(Failure::of(Code::MediaType)) }
    }

    /// Takes the file, and puts it down under this key.
    pub(crate) async fn receive(&mut self, key: String) -> Result<Uploaded, Failure> {
        let incoming = self.api.app.shelf()?.receive(key);
        let body = Body::of(self.payload()?);
        let of_form = headers::content_type(&self.http) == form::MEDIA_TYPE;
        let told = headers::text(&self.http, CONTENT_LENGTH.as_str()).and_then(|text| text.parse().ok());
        let limit = if of_form { SIZE_MAX + BESIDE } else { SIZE_MAX };
        let taken = if told.is_some_and(|length: u64| length > limit) {
            Err(too_large().into())
        } else if of_form {
            from_form(self.http.headers(), body.pieces(limit), incoming).await
        } else {
            let name = name_of(self.http.headers());
            take(incoming, body.pieces(limit)).await.map(|received| Uploaded { name, received })
        };
        if taken.is_err() {
            body.drain().await;
        }
        taken
    }
}

/// A body, and how much of it was read.
#[derive(Clone)]
struct Body(Rc<RefCell<(Payload, u64)>>);

impl Body {
    fn of(payload: Payload) -> Self {
        Self(Rc::new(RefCell::new((payload, 0))))
    }

    /// What is left of it, up to a limit in all.
    fn pieces(&self, limit: u64) -> impl Stream<Item = Result<Bytes, PayloadError>> + use<> {
        let body = Rc::clone(&self.0);
        poll_fn(move |context| {
            let (payload, seen) = &mut *body.borrow_mut();
            payload.poll_next_unpin(context).map(|piece| {
                let piece = piece?;
                if let Ok(bytes) = &piece {
                    *seen += bytes.len() as u64;
                    if *seen > limit {
                        // A byte more than the limit says enough.
                        return Some(Err(PayloadError::Overflow));
                    }
                }
                Some(piece)
            })
        })
    }

    /// Reads what is left, and throws it away.
    async fn drain(&self) {
        let mut rest = self.pieces(DRAINED);
        while let Ok(Some(Ok(_))) = timeout(PATIENCE, rest.next()).await {}
    }
}

/// What a body or a part of a form gives, until it ends or breaks.
async fn take<E: Into<Broken>>(
    mut incoming: Incoming,
    pieces: impl Stream<Item = Result<Bytes, E>>,
) -> Result<Received, Failure> {
    let mut pieces = std::pin::pin!(pieces);
    while let Some(piece) = next(&mut pieces).await? {
        incoming.write(piece).await?;
    }
    incoming.finish().await
}

/// The next of something that comes, while anybody sends it.
async fn next<T, E: Into<Broken>>(
    stream: &mut (impl Stream<Item = Result<T, E>> + Unpin),
) -> Result<Option<T>, Failure> {
    match timeout(PATIENCE, stream.next()).await {
        Ok(Some(Ok(next))) => Ok(Some(next)),
        Ok(None) => Ok(None),
        Ok(Some(Err(error))) => Err(error.into().into()),
        Err(_) => Err(Failure::of(Code::AttachmentInterrupted)),
    }
}

/// The first file of a form. Parts that are no file are passed over.
async fn from_form(
    headers: &HeaderMap,
    pieces: impl Stream<Item = Result<Bytes, PayloadError>> + 'static,
    incoming: Incoming,
) -> Result<Uploaded, Failure> {
    let mut parts = Multipart::new(headers, pieces);
    while let Some(mut part) = next(&mut parts).await? {
        let is_file = part
            .content_disposition()
            .is_some_and(|of| of.get_filename().is_some() || of.get_filename_ext().is_some());
        if !is_file {
            while next(&mut part).await?.is_some() {}
            continue;
        }
        // So browsers write the marks that would end a name.
        let name = name_of(part.headers()).replace("%22", "\"");
        let received = take(incoming, part).await?;
        // To the end of the form: what is cut after the file is cut.
        while let Some(mut part) = next(&mut parts).await? {
            while next(&mut part).await?.is_some() {}
        }
        return Ok(Uploaded { name, received });
    }
    Err(Fault::new(Code::Required).at("/file").into())
}

/// What `Content-Disposition` calls a file; programs write names in UTF-8 as they are.
fn name_of(headers: &HeaderMap) -> String {
    let value = headers.get(CONTENT_DISPOSITION).and_then(|value| std::str::from_utf8(value.as_bytes()).ok());
    value.and_then(name_in).unwrap_or_default()
}

/// Why what comes stopped coming.
enum Broken {
    TooLarge,
    Interrupted,
}

impl From<PayloadError> for Broken {
    fn from(error: PayloadError) -> Self {
        if matches!(error, PayloadError::Overflow) { Self::TooLarge } else { Self::Interrupted }
    }
}

impl From<MultipartError> for Broken {
    fn from(error: MultipartError) -> Self {
        match error {
            MultipartError::Payload(error) => error.into(),
            _ => Self::Interrupted,
        }
    }
}

impl From<Broken> for Failure {
    fn from(broken: Broken) -> Self {
        match broken {
            Broken::TooLarge => too_large().into(),
            Broken::Interrupted => Self::of(Code::AttachmentInterrupted),
        }
    }
}
