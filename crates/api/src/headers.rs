//! What requests say in their headers.

use actix_web::{
    HttpRequest,
    http::header::{ACCEPT, ACCEPT_LANGUAGE, AUTHORIZATION, CONTENT_TYPE, IF_MATCH},
};
use forprev_app::{Failure, sessions::Expected};
use forprev_core::problem::{Code, Fault, Language};
use std::cmp::Reverse;

/// The longest idempotency key.
const KEY_MAX: usize = 255;

pub(crate) fn text<'a>(http: &'a HttpRequest, name: &str) -> Option<&'a str> {
    http.headers().get(name)?.to_str().ok()
}

/// French, unless English is preferred.
pub(crate) fn language(http: &HttpRequest) -> Language {
    let accepted = text(http, ACCEPT_LANGUAGE.as_str()).unwrap_or_default();
    let wish = |language: &str| {
        accepted
            .split(',')
            .filter_map(|range| {
                let (tag, weight) = range.split_once(';').unwrap_or((range, ""));
                let primary = tag.trim().split('-').next()?.to_ascii_lowercase();
                let weight =
                    weight.trim().strip_prefix("q=").map_or(1.0, |q| q.parse::<f32>().unwrap_or(0.0));
                (primary == language).then_some(weight)
            })
            .fold(0.0_f32, f32::max)
    };
    if wish("en") > wish("fr") { Language::English } else { Language::French }
}

/// Whether the caller asks for CSV rather than JSON: by weight, then by who is named more exactly, then first (RFC 9110
/// leaves the last to us). Who wants neither gets JSON.
pub(crate) fn wants_csv(http: &HttpRequest) -> bool {
    let (csv, json) = (wish(http, "text", "csv"), wish(http, "application", "json"));
    csv.is_some_and(|csv| json.is_none_or(|json| csv > json))
}

/// How much a media type is wished for: thousandths of weight, exactness of the range that names it, and how early it
/// stands. Nothing where it is not accepted.
fn wish(http: &HttpRequest, kind: &str, subtype: &str) -> Option<(u16, u8, Reverse<usize>)> {
    let accepted = http.headers().get_all(ACCEPT).filter_map(|value| value.to_str().ok());
    accepted
        .flat_map(|value| value.split(','))
        .enumerate()
        .filter_map(|(place, range)| {
            let exactness = match media_type(range).split_once('/')? {
                ("*", "*") => 0,
                (of, "*") if of == kind => 1,
                (of, one) if of == kind && one == subtype => 2,
                _ => return None,
            };
            Some((exactness, weight(range), Reverse(place)))
        })
        // Of the ranges that fit, the most exact one counts.
        .max_by_key(|(exactness, _, place)| (*exactness, *place))
        .filter(|(_, weight, _)| *weight > 0)
        .map(|(exactness, weight, place)| (weight, exactness, place))
}

/// `q` of a range, in thousandths; what cannot be read wishes for nothing.
fn weight(range: &str) -> u16 {
    let told = range.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("q").then(|| value.trim().to_owned())
    });
    let Some(told) = told else { return 1000 };
    let (whole, rest) = told.split_once('.').unwrap_or((&told, ""));
    let digits = rest.len() <= 3 && rest.bytes().all(|byte| byte.is_ascii_digit());
    match (whole, format!("{rest:0<3}").parse()) {
        ("0", Ok(thousandths)) if digits => thousandths,
        ("1", Ok(0)) if digits => 1000,
        _ => 0,
    }
}

/// The access token of `Authorization: Bearer`.
pub(crate) fn bearer(http: &HttpRequest) -> Option<&str> {
    let (scheme, token) = text(http, AUTHORIZATION.as_str())?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
}

/// The media type of the body, in lower case and without its parameters.
pub(crate) fn content_type(http: &HttpRequest) -> String {
    text(http, CONTENT_TYPE.as_str()).map(media_type).unwrap_or_default()
}

fn media_type(value: &str) -> String {
    value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// What `If-Match` says of the version that the caller has seen, where there is one.
pub(crate) fn if_match(http: &HttpRequest) -> Option<Expected> {
    let value = http.headers().get(IF_MATCH)?;
    let value = value.to_str().unwrap_or_default().trim();
    if value == "*" {
        return Some(Expected::Any);
    }
    let tag = value.strip_prefix("W/").unwrap_or(value);
    let tag = tag.strip_prefix('"').and_then(|tag| tag.strip_suffix('"')).unwrap_or(tag);
    Some(tag.parse().map_or(Expected::Another, Expected::Version))
}

/// The key under which an answer is kept, where the caller sent one.
pub(crate) fn idempotency_key(http: &HttpRequest) -> Result<Option<String>, Failure> {
    let Some(value) = http.headers().get("Idempotency-Key") else { return Ok(None) };
    let wrong = || Failure::from(Fault::new(Code::BadFormat));
    let key = value.to_str().map_err(|_| wrong())?.trim();
    let fits =
        (1..=KEY_MAX).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ');
    if fits { Ok(Some(key.to_owned())) } else { Err(wrong()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    #[test]
    fn english_where_it_is_preferred() {
        for (accepted, expected) in [
            ("", Language::French),
            ("*", Language::French),
            ("fr-FR,fr;q=0.9,en;q=0.8", Language::French),
            ("en-GB,en;q=0.9", Language::English),
            ("en;q=0.5, fr;q=0.4", Language::English),
            ("de", Language::French),
        ] {
            let http = TestRequest::default().insert_header((ACCEPT_LANGUAGE, accepted)).to_http_request();
            assert_eq!(language(&http), expected, "{accepted}");
        }
    }

    #[test]
    fn csv_where_it_is_preferred() {
        for (accepted, expected) in [
            ("", false),
            ("*/*", false),
            ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", false),
            ("application/json", false),
            ("text/csv", true),
            ("TEXT/CSV; charset=utf-8; Q=0.5", true),
            ("text/*", true),
            ("text/csv, */*", true),
            ("text/csv;q=0", false),
            ("text/csv;q=0, */*", false),
            ("text/csv;q=0.000, text/*", false),
            ("text/csv;q=rather", false),
            ("text/csv;q=1.5", false),
            ("application/json, text/csv;q=0.1", false),
            ("application/json;q=0.1, text/csv;q=0.9", true),
            ("application/json;q=0.899, text/csv;q=0.9", true),
            ("*/*;q=0.9, text/csv;q=0.2", false),
            ("text/csv, application/json", true),
            ("application/json, text/csv", false),
        ] {
            let http = TestRequest::default().insert_header((ACCEPT, accepted)).to_http_request();
            assert_eq!(wants_csv(&http), expected, "{accepted}");
        }
        let lines = TestRequest::default()
            .append_header((ACCEPT, "application/json;q=0.1"))
            .append_header((ACCEPT, "text/csv"));
        assert!(wants_csv(&lines.to_http_request()));
    }

    #[test]
    fn if_match_names_a_version_any_or_none_of_ours() {
        let read = |value: &str| {
            if_match(&TestRequest::default().insert_header((IF_MATCH, value.to_owned())).to_http_request())
        };
        for seven in ["\"7\"", "W/\"7\"", "7"] {
            assert_eq!(read(seven), Some(Expected::Version(7)), "{seven}");
        }
        for none in ["", "\"abc\"", "99999999999999999999", "\"7\", \"8\""] {
            assert_eq!(read(none), Some(Expected::Another), "{none}");
        }
        assert_eq!(read("*"), Some(Expected::Any));
        assert_eq!(if_match(&TestRequest::default().to_http_request()), None);
    }
}
