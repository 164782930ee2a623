//! The browser's application: embedded in release builds, read from the disk in others.

use crate::{
    look::{self, Look, edition},
    redirects::Redirects,
};
use actix_web::{
    HttpRequest, HttpResponse,
    http::{
        Method,
        header::{
            ACCEPT_ENCODING, ALLOW, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, ETAG,
            IF_NONE_MATCH, LOCATION, VARY,
        },
    },
    web,
};
use data_encoding::HEXLOWER;
use rust_embed::{EmbeddedFile, RustEmbed};

#[derive(RustEmbed)]
#[folder = "../../frontend/dist"]
#[allow_missing = true]
struct Files;

const PAGE: &str = "index.html";
const WORKER: &str = "sw.js";
/// Named by their content: what has such a name never changes.
const HASHED: &str = "assets/";

const FOR_EVER: &str = "public, max-age=31536000, immutable";
const ASK_AGAIN: &str = "no-cache";
/// How long a browser may lead on by itself, in case the list of old addresses is mended.
const REDIRECTED: &str = "public, max-age=3600";
/// A picture runs nothing, also where somebody opens it as a page.
const PICTURE: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/// What an installation adds to what was built.
pub struct Front {
    pub look: Look,
    pub redirects: Redirects,
}

/// Answers with a file; with the page for an address that the application knows by itself; leads on from an address of
/// an earlier site.
pub async fn serve(http: HttpRequest, front: web::Data<Front>) -> HttpResponse {
    if !matches!(*http.method(), Method::GET | Method::HEAD) {
        return HttpResponse::MethodNotAllowed().insert_header((ALLOW, "GET, HEAD")).finish();
    }
    if let Some(to) = front.redirects.find(http.path(), http.query_string()) {
        return HttpResponse::MovedPermanently()
            .insert_header((LOCATION, to))
            .insert_header((CACHE_CONTROL, REDIRECTED))
            .finish();
    }
    let path = http.path().trim_start_matches('/');
    match path {
        look::LOGO => return logo(&http, &front.look),
        look::COLOURS => {
            return front
                .look
                .colours()
                .map_or_else(missing, |sheet| own(&http, sheet.as_bytes(), media_type(path), true));
        }
        _ => {}
    }
    match Files::get(path).filter(|_| !path.is_empty() && !path.ends_with(".br")) {
        Some(file) => dressed(&http, path, file, &front.look),
        // A file that is missing is not the page: a browser would run it as a script.
        None if path.starts_with(HASHED) || has_extension(path) => missing(),
        None => match Files::get(PAGE) {
            Some(file) => dressed(&http, PAGE, file, &front.look),
            None => HttpResponse::NotFound()
                .content_type("text/plain; charset=utf-8")
                .body("The browser's application is not built: cargo run -p xtask -- web\n"),
        },
    }
}

fn missing() -> HttpResponse {
    HttpResponse::NotFound().insert_header((CACHE_CONTROL, "no-store")).finish()
}

fn logo(http: &HttpRequest, look: &Look) -> HttpResponse {
    let Some(logo) = look.logo() else { return missing() };
    let mut answer = own(http, &logo.content, logo.media_type, true);
    if let Ok(policy) = PICTURE.try_into() {
        answer.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    }
    answer
}

/// A file as it was built, or with what this installation has in its place.
fn dressed(http: &HttpRequest, path: &str, file: EmbeddedFile, look: &Look) -> HttpResponse {
    let built = || std::str::from_utf8(&file.data).unwrap_or_default();
    let other = match path {
        PAGE => look.page(built()),
        WORKER => look.worker(built()),
        _ => None,
    };
    match other {
        Some(text) => own(http, text.as_bytes(), media_type(path), false),
        None => answer(http, path, file),
    }
}

/// What this installation has of its own. Where its address names its edition, it may be kept for ever.
fn own(http: &HttpRequest, content: &[u8], media_type: &'static str, by_edition: bool) -> HttpResponse {
    let edition = edition(content);
    let named = by_edition && http.query_string() == format!("v={edition}");
    let keep = if named { FOR_EVER } else { ASK_AGAIN };
    let etag = format!("\"{edition}\"");
    let unchanged = is_known(http, &etag);
    let mut answer = if unchanged { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    answer.insert_header((CACHE_CONTROL, keep)).insert_header((ETAG, etag));
    if unchanged {
        return answer.finish();
    }
    answer.content_type(media_type).body(content.to_vec())
}

fn is_known(http: &HttpRequest, etag: &str) -> bool {
    let known = http.headers().get(IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    known.split(',').any(|tag| tag.trim().trim_start_matches("W/") == etag)
}

fn has_extension(path: &str) -> bool {
    path.rsplit('/').next().is_some_and(|name| name.contains('.'))
}

fn answer(http: &HttpRequest, path: &str, file: EmbeddedFile) -> HttpResponse {
    let header = |name| http.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let packed = accepts_brotli(header(ACCEPT_ENCODING)).then(|| Files::get(&format!("{path}.br"))).flatten();
    let etag = format!("\"{}\"", HEXLOWER.encode(file.metadata.sha256_hash().get(..12).unwrap_or_default()));
    // Two encodings of one file are two things to a cache.
    let etag = if packed.is_some() { etag.replace("\"", "") + "-br" } else { etag.replace("\"", "") };
    let etag = format!("\"{etag}\"");
    let keep = if path.starts_with(HASHED) { FOR_EVER } else { ASK_AGAIN };
    let unchanged = is_known(http, &etag);
    let mut answer = if unchanged { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    answer
        .insert_header((CACHE_CONTROL, keep))
        .insert_header((ETAG, etag))
        .insert_header((VARY, "Accept-Encoding"));
    if unchanged {
        return answer.finish();
    }
    answer.content_type(media_type(path));
    match packed {
        Some(packed) => answer.insert_header((CONTENT_ENCODING, "br")).body(packed.data.into_owned()),
        None => answer.body(file.data.into_owned()),
    }
}

fn accepts_brotli(accepted: &str) -> bool {
    accepted.split(',').any(|one| {
        let (name, weight) = one.split_once(';').unwrap_or((one, ""));
        name.trim() == "br" && !matches!(weight.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000")
    })
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "txt" => "text/plain; charset=utf-8",
        "xml" => "application/xml",
        "csv" => "text/csv; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brotli_where_it_is_accepted() {
        assert!(accepts_brotli("gzip, deflate, br"));
        assert!(accepts_brotli("br;q=0.5"));
        assert!(!accepts_brotli("gzip"));
        assert!(!accepts_brotli("br;q=0, gzip"));
    }

    #[test]
    fn an_address_of_the_application_has_no_extension() {
        assert!(!has_extension("sessions/0198"));
        assert!(has_extension("favicon.svg"));
        assert!(!has_extension(""));
    }
}
