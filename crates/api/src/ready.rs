//! An answer for anyone, ready to be sent as often as it is asked for: its bytes, plain and compressed, and its tag.

use crate::{
    headers::text,
    request::{Answered, Request, blocking},
};
use actix_web::{
    HttpMessage, HttpRequest, HttpResponse,
    http::header::{
        ACCEPT_ENCODING, ACCESS_CONTROL_EXPOSE_HEADERS, AcceptEncoding, CACHE_CONTROL, CONTENT_ENCODING,
        CONTENT_TYPE, ETAG, Encoding, HeaderName, HeaderValue, HttpDate, IF_NONE_MATCH, IfModifiedSince,
        LAST_MODIFIED, VARY,
    },
    web::Bytes,
};
use chrono::{DateTime, SubsecRound, Utc};
use data_encoding::BASE64URL_NOPAD;
use forprev_app::Failure;
use sha2::{Digest, Sha256};
use std::{
    io::Write,
    sync::{Arc, OnceLock},
    time::{Duration, SystemTime},
};

/// Good enough for what is made while somebody waits.
const BROTLI_QUALITY: u32 = 5;
/// As large a window as needed: a page of a list is smaller.
const BROTLI_WINDOW: u32 = 20;

/// How long after a change its date is told: no transaction that began before is still under way.
const SETTLED: Duration = Duration::from_secs(2);

/// How bytes are packed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Coding {
    Plain,
    Brotli,
    Gzip,
}

/// The answer, whoever asks.
pub(crate) struct Ready {
    media_type: &'static str,
    plain: Bytes,
    brotli: OnceLock<Bytes>,
    gzip: OnceLock<Bytes>,
    /// Between quotes, as it is compared.
    etag: String,
    etag_header: Option<HeaderValue>,
    cache_control: Option<HeaderValue>,
    /// To the second, as the header tells it.
    changed_at: Option<SystemTime>,
}

impl Ready {
    /// An answer of these bytes, that may be kept for `max_age` seconds.
    pub(crate) fn new(
        media_type: &'static str,
        bytes: Vec<u8>,
        max_age: u32,
        changed_at: Option<DateTime<Utc>>,
    ) -> Self {
        let hash = Sha256::digest(&bytes);
        let etag = format!("\"{}\"", BASE64URL_NOPAD.encode(hash.get(..16).unwrap_or_default()));
        let header = |text: String| HeaderValue::from_str(&text).ok();
        Self {
            media_type,
            plain: bytes.into(),
            brotli: OnceLock::new(),
            gzip: OnceLock::new(),
            // Weak: one tag for all the ways to pack it.
            etag_header: header(format!("W/{etag}")),
            etag,
            cache_control: header(format!("public, max-age={max_age}")),
            changed_at: changed_at.map(|at| SystemTime::from(at.trunc_subsecs(0))),
        }
    }

    /// How much memory it takes at the most: packed, it is no larger than twice the plain bytes in all.
    pub(crate) fn weight(&self) -> usize {
        self.plain.len().saturating_mul(3)
    }

    /// When it last changed, once no other change can have the same date, which counts seconds (RFC 9110 §8.8.2.2).
    fn dated(&self, now: SystemTime) -> Option<SystemTime> {
        self.changed_at.filter(|at| now.duration_since(*at).is_ok_and(|age| age >= SETTLED))
    }

    /// By its tag; by its date where the caller has no tag (RFC 9110 §13.1.3).
    fn is_known_to(&self, http: &HttpRequest, dated: Option<SystemTime>) -> bool {
        if let Some(tags) = text(http, IF_NONE_MATCH.as_str()) {
            return tags
                .split(',')
                .any(|tag| tag.trim().trim_start_matches("W/") == self.etag || tag.trim() == "*");
        }
        let since = http.get_header::<IfModifiedSince>().map(|IfModifiedSince(date)| SystemTime::from(date));
        since.zip(dated).is_some_and(|(since, changed_at)| changed_at <= since)
    }

    /// The bytes, where they were packed so before.
    fn packed(&self, coding: Coding) -> Option<&Bytes> {
        match coding {
            Coding::Plain => Some(&self.plain),
            Coding::Brotli => self.brotli.get(),
            Coding::Gzip => self.gzip.get(),
        }
    }

    fn pack(&self, coding: Coding) -> Bytes {
        match coding {
            Coding::Plain => self.plain.clone(),
            Coding::Brotli => self.brotli.get_or_init(|| brotli(&self.plain)).clone(),
            Coding::Gzip => self.gzip.get_or_init(|| gzip(&self.plain)).clone(),
        }
    }

    /// The answer to this request: unchanged, or the bytes as the caller can read them.
    pub(crate) async fn answer(self: Arc<Self>, request: &Request) -> Answered {
        let http = &request.http;
        let dated = self.dated(request.api.app.now().into());
        let known = self.is_known_to(http, dated);
        let mut answer = if known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
        let mut set = |name: HeaderName, value: Option<&HeaderValue>| {
            if let Some(value) = value {
                answer.insert_header((name, value.clone()));
            }
        };
        set(ETAG, self.etag_header.as_ref());
        set(CACHE_CONTROL, self.cache_control.as_ref());
        if let Some(at) = dated {
            answer.insert_header((LAST_MODIFIED, HttpDate::from(at)));
        }
        answer
            .insert_header((VARY, HeaderValue::from_static("Accept, Accept-Encoding")))
            .insert_header((ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("ETag, Last-Modified")))
            .insert_header((
                HeaderName::from_static("cross-origin-resource-policy"),
                HeaderValue::from_static("cross-origin"),
            ));
        if known {
            return Ok(answer.finish());
        }
        answer.insert_header((CONTENT_TYPE, HeaderValue::from_static(self.media_type)));
        let coding = coding(http);
        if let Some(name) = coding.name() {
            answer.insert_header((CONTENT_ENCODING, HeaderValue::from_static(name)));
        }
        let bytes = match self.packed(coding) {
            Some(bytes) => bytes.clone(),
            None => blocking(move || Ok::<_, Failure>(self.pack(coding))).await?,
        };
        Ok(answer.body(bytes))
    }
}

impl Coding {
    const fn name(self) -> Option<&'static str> {
        match self {
            Self::Plain => None,
            Self::Brotli => Some("br"),
            Self::Gzip => Some("gzip"),
        }
    }
}

/// The best that the caller reads.
fn coding(http: &HttpRequest) -> Coding {
    if !http.headers().contains_key(ACCEPT_ENCODING) {
        return Coding::Plain;
    }
    let ours = [Encoding::brotli(), Encoding::gzip(), Encoding::identity()];
    let best = http.get_header::<AcceptEncoding>().and_then(|accepted| accepted.negotiate(ours.iter()));
    if best == Some(Encoding::brotli()) {
        Coding::Brotli
    } else if best == Some(Encoding::gzip()) {
        Coding::Gzip
    } else {
        Coding::Plain
    }
}

fn brotli(plain: &[u8]) -> Bytes {
    let mut packed = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut packed, 4096, BROTLI_QUALITY, BROTLI_WINDOW);
    // Writing to memory does not fail.
    let _ = writer.write_all(plain);
    drop(writer);
    packed.into()
}

fn gzip(plain: &[u8]) -> Bytes {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    // Writing to memory does not fail.
    let _ = writer.write_all(plain);
    writer.finish().unwrap_or_default().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    #[test]
    fn the_caller_says_how_it_is_packed() {
        for (accepted, expected) in [
            ("", Coding::Plain),
            ("identity", Coding::Plain),
            ("deflate", Coding::Plain),
            ("gzip, deflate, br", Coding::Brotli),
            ("gzip;q=1.0, br;q=0.5", Coding::Gzip),
            ("br;q=0, gzip", Coding::Gzip),
            ("br;q=0, gzip;q=0", Coding::Plain),
            // Whoever takes anything asked for nothing: as it is.
            ("*", Coding::Plain),
        ] {
            let http = TestRequest::default().insert_header((ACCEPT_ENCODING, accepted)).to_http_request();
            assert_eq!(coding(&http), expected, "{accepted}");
        }
        assert_eq!(coding(&TestRequest::default().to_http_request()), Coding::Plain);
    }
}
