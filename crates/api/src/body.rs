//! Reading bodies: whole, within their limit, and each fault with its place. `400` is the first fault of form,
//! `422` is all of content's (`check`, in the use case).

use actix_web::{
    HttpRequest,
    http::header::CONTENT_LENGTH,
    web::{BytesMut, Payload},
};
use forprev_app::Failure;
use forprev_core::problem::{Code, Fault};
use futures_util::StreamExt;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, error::Category};
use serde_path_to_error::{Path, Segment};

/// A body that is too large is read to its end, up to this, before it is refused: a client that is still sending
/// would not hear the answer.
const DRAINED: usize = 16 * 1024 * 1024;

/// The body's bytes.
pub(crate) async fn read(http: &HttpRequest, mut payload: Payload, limit: usize) -> Result<Vec<u8>, Failure> {
    let told: Option<usize> =
        crate::headers::text(http, CONTENT_LENGTH.as_str()).and_then(|length| length.parse().ok());
    let mut too_large = told.is_some_and(|length| length > limit);
    let mut bytes = BytesMut::new();
    let mut seen = 0;
    while let Some(chunk) = payload.next().await {
        // The connection ended, or its framing is wrong.
        let chunk = chunk.map_err(|_| Failure::of(Code::Malformed))?;
        seen += chunk.len();
        too_large |= seen > limit;
        if seen > DRAINED {
            break;
        }
        if too_large {
            bytes.clear();
        } else {
            bytes.extend_from_slice(&chunk);
        }
    }
    if too_large { Err(Failure::of(Code::TooLarge)) } else { Ok(bytes.to_vec()) }
}

/// The value that JSON bytes hold.
pub(crate) fn json<T: DeserializeOwned + Serialize>(bytes: &[u8]) -> Result<T, Failure> {
    // What is no JSON is told so, whatever stands before the place where it breaks.
    let sent: Value = serde_json::from_slice(bytes).map_err(|_| Failure::of(Code::Malformed))?;
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let read: T = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let pointer = pointer(error.path());
        fault(error.inner(), pointer)
    })?;
    let meant = serde_json::to_value(&read)?;
    match list_for_object(&sent, &meant) {
        None => Ok(read),
        Some(place) => Err(Fault::new(Code::WrongType).at(place).into()),
    }
}

/// Where a list was sent for an object: serde takes one, and would fill the fields in their order.
fn list_for_object(sent: &Value, meant: &Value) -> Option<String> {
    match (sent, meant) {
        (Value::Array(_), Value::Object(_)) => Some(String::new()),
        (Value::Array(sent), Value::Array(meant)) => {
            sent.iter().zip(meant).enumerate().find_map(|(index, (sent, meant))| {
                list_for_object(sent, meant).map(|rest| format!("/{index}{rest}"))
            })
        }
        (Value::Object(sent), Value::Object(meant)) => sent.iter().find_map(|(key, sent)| {
            list_for_object(sent, meant.get(key)?).map(|rest| format!("/{}{rest}", escaped(key)))
        }),
        _ => None,
    }
}

fn fault(error: &serde_json::Error, pointer: String) -> Failure {
    if !matches!(error.classify(), Category::Data) {
        return Failure::of(Code::Malformed);
    }
    let text = error.to_string();
    let named = |what: &str| text.strip_prefix(what)?.split('`').next().map(escaped);
    if let Some(field) = named("unknown field `") {
        // The place is known already where the reader stood on the field.
        let place =
            if pointer.ends_with(&format!("/{field}")) { pointer } else { format!("{pointer}/{field}") };
        return Fault::new(Code::UnknownField).at(place).into();
    }
    if let Some(field) = named("missing field `") {
        return Fault::new(Code::Required).at(format!("{pointer}/{field}")).into();
    }
    Fault::new(Code::WrongType).at(pointer).into()
}

/// RFC 6901.
fn pointer(path: &Path) -> String {
    let mut pointer = String::new();
    for segment in path {
        pointer.push('/');
        match segment {
            Segment::Seq { index } => pointer.push_str(&index.to_string()),
            Segment::Map { key } | Segment::Enum { variant: key } => pointer.push_str(&escaped(key)),
            Segment::Unknown => {
                pointer.pop();
            }
        }
    }
    pointer
}

fn escaped(key: &str) -> String {
    key.chars().take(80).collect::<String>().replace('~', "~0").replace('/', "~1")
}

#[cfg(test)]
mod tests {
    use super::*;
    use forprev_core::session::NewSession;

    #[test]
    fn each_fault_of_form_has_its_code_and_its_place() {
        for (body, code, pointer) in [
            ("", "request.malformed", ""),
            ("{", "request.malformed", ""),
            ("{} {}", "request.malformed", ""),
            ("{\"external_ref\":\"\\ud800\"}", "request.malformed", ""),
            ("\"x\"", "request.wrong_type", ""),
            ("null", "request.wrong_type", ""),
            ("[]", "request.wrong_type", ""),
            ("{\"place\":[]}", "request.wrong_type", "/place"),
            ("{\"trainees\":[{},[\"Martin\"]]}", "request.wrong_type", "/trainees/1"),
            ("{\"habilitation_id\":7}", "request.wrong_type", "/habilitation_id"),
            ("{\"trainees\":{}}", "request.wrong_type", "/trainees"),
            ("{\"trainees\":[{},{\"last_name\":[]}]}", "request.wrong_type", "/trainees/1/last_name"),
            ("{\"place\":{\"a/b~c\":1}}", "request.unknown_field", "/place/a~1b~0c"),
            ("{\"state\":\"draft\"}", "request.unknown_field", "/state"),
            ("{\"trainees\":[{\"sexe\":\"F\"}]}", "request.unknown_field", "/trainees/0/sexe"),
        ] {
            let failure = json::<NewSession>(body.as_bytes()).unwrap_err().problem();
            let found = failure.errors.first().map(|fault| (fault.code.as_str(), fault.pointer.as_str()));
            assert_eq!(found, Some((code, pointer)), "{body}");
            assert_eq!(failure.status, 400);
        }
        let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
        assert_eq!(json::<NewSession>(deep.as_bytes()).unwrap_err().problem().status, 400);
        assert_eq!(json::<NewSession>(&[0xff, 0xfe]).unwrap_err().code(), Code::Malformed);
    }
}
