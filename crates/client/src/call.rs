//! One call: the request with its headers, a second try after an expired access token, the answer read.

use crate::{Client, Error, Result, Write};
use forprev_core::{
    endpoint::{self, Endpoint, Method},
    problem::{Code, Language, Problem},
};
use reqwest::{
    RequestBuilder, Response, StatusCode,
    header::{ACCEPT_LANGUAGE, AUTHORIZATION, CONTENT_DISPOSITION, CONTENT_TYPE, IF_MATCH},
};
use serde::{Serialize, de::DeserializeOwned};

/// A file that the server gave.
#[derive(Clone, PartialEq, Eq)]
pub struct File {
    /// The name to store it under, where the server proposed one.
    pub name: Option<String>,
    /// Its media type.
    pub media_type: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

// Certificates carry names.
impl std::fmt::Debug for File {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("File")
            .field("media_type", &self.media_type)
            .field("bytes", &self.bytes.len())
            .finish_non_exhaustive()
    }
}

/// What is sent.
pub(crate) struct Call {
    endpoint: Endpoint,
    path: String,
    write: Write,
    query: Vec<(String, String)>,
    body: Option<(String, Vec<u8>)>,
}

impl Call {
    pub(crate) fn to(endpoint: Endpoint, values: &[&str]) -> Self {
        let path = endpoint.path_with(values);
        Self { endpoint, path, write: Write::default(), query: Vec::new(), body: None }
    }

    pub(crate) fn write(mut self, write: Write) -> Self {
        self.write = write;
        self
    }

    pub(crate) fn query(mut self, query: &impl Serialize) -> Self {
        // The parameters are flat by construction: text, numbers and flags.
        if let Ok(serde_json::Value::Object(fields)) = serde_json::to_value(query) {
            self.query.extend(fields.into_iter().filter_map(|(name, value)| match value {
                serde_json::Value::String(text) => Some((name, text)),
                serde_json::Value::Null => None,
                other => Some((name, other.to_string())),
            }));
        }
        self
    }

    pub(crate) fn json(self, body: &impl Serialize) -> Self {
        let bytes = serde_json::to_vec(body).unwrap_or_default();
        self.bytes("application/json", bytes)
    }

    pub(crate) fn bytes(mut self, media_type: &str, bytes: Vec<u8>) -> Self {
        self.body = Some((media_type.to_owned(), bytes));
        self
    }
}

impl Client {
    pub(crate) async fn answer<T: DeserializeOwned>(&self, call: Call) -> Result<T> {
        let response = self.send(call).await?;
        let status = response.status().as_u16();
        let bytes = response.bytes().await?;
        serde_json::from_slice(&bytes).map_err(|_| Error::Unreadable { status })
    }

    pub(crate) async fn done(&self, call: Call) -> Result<()> {
        self.send(call).await.map(drop)
    }

    pub(crate) async fn file(&self, call: Call) -> Result<File> {
        let response = self.send(call).await?;
        let header =
            |name| response.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let name = header(CONTENT_DISPOSITION).as_deref().and_then(file_name);
        let media_type = header(CONTENT_TYPE).unwrap_or_default();
        Ok(File { name, media_type, bytes: response.bytes().await?.to_vec() })
    }

    /// Sends, and once more with a new access token where the old one had expired.
    async fn send(&self, call: Call) -> Result<Response> {
        let first = refused(self.request(&call)?.send().await?).await;
        let expired = matches!(&first, Err(error) if error.code() == Some(Code::Unauthenticated));
        if !expired || self.bearer.is_some() || call.path.starts_with("/api/v1/auth/") {
            return first;
        }
        // Several calls may do this at once: the server gives them the same successor.
        let refresh = Call::to(endpoint::REFRESH, &[]);
        if refused(self.request(&refresh)?.send().await?).await.is_err() {
            return first;
        }
        refused(self.request(&call)?.send().await?).await
    }

    fn request(&self, call: &Call) -> Result<RequestBuilder> {
        let address = format!("{}{}", self.base, call.path);
        let mut request = match call.endpoint.method {
            Method::Get => self.http.get(address),
            Method::Post => self.http.post(address),
            Method::Patch => self.http.patch(address),
            Method::Delete => self.http.delete(address),
        };
        if !call.query.is_empty() {
            request = request.query(&call.query);
        }
        if call.write.dry_run {
            request = request.query(&[("dry_run", "true")]);
        }
        if let Some(version) = call.write.version {
            request = request.header(IF_MATCH, format!("\"{version}\""));
        }
        if let Some(key) = &call.write.key {
            request = request.header("Idempotency-Key", key);
        }
        if let Some(language) = self.language {
            request =
                request.header(ACCEPT_LANGUAGE, if language == Language::English { "en" } else { "fr" });
        }
        if let Some(token) = &self.bearer {
            request = request.header(AUTHORIZATION, format!("Bearer {token}"));
        } else if call.endpoint.method != Method::Get
            && let Some(token) = (self.csrf)()
        {
            request = request.header("X-CSRF-Token", token);
        }
        Ok(match &call.body {
            Some((media_type, bytes)) => request.header(CONTENT_TYPE, media_type).body(bytes.clone()),
            None => request,
        })
    }
}

/// The answer, or the problem that it tells.
async fn refused(response: Response) -> Result<Response> {
    let status = response.status();
    if status.is_success() || status == StatusCode::NOT_MODIFIED {
        return Ok(response);
    }
    let bytes = response.bytes().await?;
    Err(serde_json::from_slice::<Problem>(&bytes).map_or_else(
        |_| Error::Unreadable { status: status.as_u16() },
        |problem| Error::Problem(Box::new(problem)),
    ))
}

/// The name in `Content-Disposition`, which the server writes as `filename="…"` in ASCII.
fn file_name(disposition: &str) -> Option<String> {
    let (_, rest) = disposition.split_once("filename=\"")?;
    let (name, _) = rest.split_once('"')?;
    Some(name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_leaves_out_what_is_not_asked() {
        let query = forprev_core::query::SessionQuery {
            state: Some("draft".into()),
            limit: Some(10),
            ..Default::default()
        };
        let mut call = Call::to(endpoint::LIST_SESSIONS, &[]).query(&query);
        call.query.sort();
        assert_eq!(call.query, [("limit".into(), "10".into()), ("state".into(), "draft".into())]);
    }

    #[test]
    fn the_name_of_a_file_is_read() {
        assert_eq!(file_name("attachment; filename=\"a.pdf\"").as_deref(), Some("a.pdf"));
        assert_eq!(file_name("inline"), None);
    }
}
