//! One call: the request with its headers, a second try after an expired access token, the answer read.

use crate::{
    Client, Error, Result, Write,
    http::{Answer, Content, Progress, Request},
    json,
};
use forprev_core::{
    attachment::name_in,
    endpoint::{self, Endpoint, Method, encoded},
    page::{MAX_LIMIT, Page},
    problem::{Code, Language, Problem},
    second_factor::Login,
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
    body: Option<(String, Content)>,
    progress: Option<Progress>,
    /// The name of what is sent, as a header tells it.
    disposition: Option<String>,
    /// The media type wished for, where it is not the operation's first.
    accept: Option<&'static str>,
}

impl Call {
    pub(crate) fn to(endpoint: Endpoint, values: &[&str]) -> Self {
        let path = endpoint.path_with(values);
        Self {
            endpoint,
            path,
            write: Write::default(),
            query: Vec::new(),
            body: None,
            progress: None,
            disposition: None,
            accept: None,
        }
    }

    pub(crate) fn accept(mut self, media_type: &'static str) -> Self {
        self.accept = Some(media_type);
        self
    }

    pub(crate) fn write(mut self, write: Write) -> Self {
        self.write = write;
        self
    }

    pub(crate) fn accepts(mut self, media_type: &'static str) -> Self {
        self.accept = Some(media_type);
        self
    }

    pub(crate) fn query(mut self, query: &impl Serialize) -> Self {
        // The parameters are flat by construction: text, numbers and flags.
        // By way of text, as bodies are written: a second way would be compiled for each type, too.
        let text = serde_json::to_vec(query).unwrap_or_default();
        if let Some(serde_json::Value::Object(fields)) = json::read(&text) {
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

    pub(crate) fn bytes(self, media_type: &str, bytes: Vec<u8>) -> Self {
        self.content(media_type, Content::Bytes(bytes))
    }

    pub(crate) fn content(mut self, media_type: &str, content: Content) -> Self {
        self.body = Some((media_type.to_owned(), content));
        self
    }

    pub(crate) fn named(mut self, disposition: String) -> Self {
        self.disposition = Some(disposition);
        self
    }

    pub(crate) fn progress(mut self, progress: Option<Progress>) -> Self {
        self.progress = progress;
        self
    }
}

impl Client {
    pub(crate) async fn answer<T: DeserializeOwned>(&self, call: Call) -> Result<T> {
        let answer = self.send(call).await?;
        json::read(&answer.body).ok_or(Error::Unreadable { status: answer.status })
    }

    /// What a sign-in came to: its status tells which of the two it is.
    pub(crate) async fn sign_in(&self, call: Call) -> Result<Login> {
        let answer = self.send(call).await?;
        let read = if answer.status == 202 {
            json::read(&answer.body).map(Login::Pending)
        } else {
            json::read(&answer.body).map(|me| Login::Done(Box::new(me)))
        };
        read.ok_or(Error::Unreadable { status: answer.status })
    }

    /// A whole list: its pages, one after the other.
    pub(crate) async fn all<T: DeserializeOwned>(
        &self,
        endpoint: Endpoint,
        values: &[&str],
        query: &[(&str, String)],
    ) -> Result<Page<T>> {
        let mut cursor: Option<String> = None;
        let mut before: Vec<T> = Vec::new();
        loop {
            let mut call = Call::to(endpoint, values);
            let page =
                [("limit", MAX_LIMIT.to_string())].into_iter().chain(cursor.map(|text| ("cursor", text)));
            let asked = query.iter().cloned().chain(page);
            call.query = asked.map(|(name, value)| (name.to_owned(), value)).collect();
            let mut page: Page<T> = self.answer(call).await?;
            before.append(&mut page.items);
            cursor = page.next_cursor.take();
            if cursor.is_none() {
                return Ok(Page { items: before, ..page });
            }
        }
    }

    pub(crate) async fn done(&self, call: Call) -> Result<()> {
        self.send(call).await.map(drop)
    }

    pub(crate) async fn file(&self, call: Call) -> Result<File> {
        let answer = self.send(call).await?;
        let name = answer.disposition.as_deref().and_then(name_in);
        Ok(File { name, media_type: answer.media_type.unwrap_or_default(), bytes: answer.body })
    }

    /// Sends, and once more with a new access token where the old one had expired.
    async fn send(&self, call: Call) -> Result<Answer> {
        let first = self.once(&call).await;
        let expired = matches!(&first, Err(error) if error.code() == Some(Code::Unauthenticated));
        if !expired || self.bearer.is_some() || call.path.starts_with("/api/v1/auth/") {
            return first;
        }
        // Several calls may do this at once: the server gives them the same successor.
        match self.once(&Call::to(endpoint::REFRESH, &[])).await {
            Ok(_) => self.once(&call).await,
            // Only who is signed in no more is; anything else passes.
            Err(error) if error.code() != Some(Code::Unauthenticated) => Err(error),
            Err(_) => first,
        }
    }

    async fn once(&self, call: &Call) -> Result<Answer> {
        refused(self.http.send(self.request(call)).await?)
    }

    fn request(&self, call: &Call) -> Request {
        let mut address = format!("{}{}", self.base, call.path);
        let dry_run = call.write.dry_run.then_some(("dry_run", "true"));
        let query = call.query.iter().map(|(name, value)| (name.as_str(), value.as_str())).chain(dry_run);
        for (index, (name, value)) in query.enumerate() {
            address.push(if index == 0 { '?' } else { '&' });
            address.push_str(&format!("{}={}", encoded(name), encoded(value)));
        }
        let mut headers = Vec::new();
        if let Some(media_type) = call.accept {
            headers.push(("accept", media_type.to_owned()));
        }
        if let Some(version) = call.write.version {
            headers.push(("if-match", format!("\"{version}\"")));
        }
        if let Some(key) = &call.write.key {
            headers.push(("idempotency-key", key.clone()));
        }
        if let Some(language) = self.language {
            let name = if language == Language::English { "en" } else { "fr" };
            headers.push(("accept-language", name.to_owned()));
        }
        if let Some(token) = &self.bearer {
            headers.push(("authorization", format!("Bearer {token}")));
        } else if call.endpoint.method != Method::Get
            && let Some(token) = (self.csrf)()
        {
            headers.push(("x-csrf-token", token));
        }
        // With writes too: the server refuses them, where they would otherwise be done to the viewer's own account.
        let leaves = [endpoint::END_SUPPORT_VIEW, endpoint::LOGOUT, endpoint::REFRESH, endpoint::LOGIN];
        if let Some(view) = self.view.as_ref().filter(|_| !leaves.contains(&call.endpoint)) {
            headers.push(("x-forprev-view", view.clone()));
        }
        if let Some((media_type, _)) = &call.body {
            headers.push(("content-type", media_type.clone()));
        }
        if let Some(disposition) = &call.disposition {
            headers.push(("content-disposition", disposition.clone()));
        }
        let body = call.body.as_ref().map(|(_, content)| content.clone());
        let progress = call.progress.clone();
        Request { method: call.endpoint.method.as_str(), address, headers, body, progress }
    }
}

/// The answer, or the problem that it tells.
fn refused(answer: Answer) -> Result<Answer> {
    if matches!(answer.status, 200..=299 | 304) {
        return Ok(answer);
    }
    Err(json::read::<Problem>(&answer.body)
        .map_or(Error::Unreadable { status: answer.status }, |problem| Error::Problem(Box::new(problem))))
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
}
