//! Requests that no client of ours would send.

use forprev_core::sign_in::Credentials;
use forprev_testkit::{PASSWORD, TestApp};
use reqwest::{
    Method, RequestBuilder,
    header::{CONTENT_TYPE, COOKIE, HeaderMap, SET_COOKIE},
};
use serde_json::Value;
use std::collections::BTreeMap;

/// An answer, whole.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("no JSON: {} {}", self.status, self.text))
    }

    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }

    /// The cookies that it sets, with their attributes.
    pub fn cookies(&self) -> BTreeMap<String, (String, String)> {
        let all = self.headers.get_all(SET_COOKIE).iter().map(|value| value.to_str().unwrap());
        all.map(|cookie| {
            let (pair, attributes) = cookie.split_once("; ").unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            (name.to_owned(), (value.to_owned(), attributes.to_owned()))
        })
        .collect()
    }
}

pub async fn send(request: RequestBuilder) -> Answer {
    let response = request.send().await.expect("an answer");
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    Answer { status, headers, text: response.text().await.expect("a body") }
}

/// What sends them, with TLS as the client has it: reqwest brings none of its own.
pub fn http() -> reqwest::Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::new()
}

pub fn request(app: &TestApp, method: &str, path: &str) -> RequestBuilder {
    let method = Method::from_bytes(method.as_bytes()).unwrap();
    http().request(method, format!("{}{path}", app.url()))
}

pub async fn get(app: &TestApp, path: &str) -> Answer {
    send(request(app, "GET", path)).await
}

pub async fn login(app: &TestApp, identifier: &str, password: &str) -> Answer {
    let body = Credentials { identifier: identifier.into(), password: password.into() };
    send(request(app, "POST", "/api/v1/auth/login").json(&body)).await
}

/// The cookies of somebody who signed in, by hand.
pub struct Cookies {
    pub access: String,
    pub refresh: String,
    pub csrf: String,
}

impl Cookies {
    pub async fn of(app: &TestApp, identifier: &str) -> Self {
        Self::from(&login(app, identifier, PASSWORD).await)
    }

    pub fn from(answer: &Answer) -> Self {
        let cookies = answer.cookies();
        let value = |name: &str| cookies[name].0.clone();
        Self {
            access: value("forprev_access"),
            refresh: value("forprev_refresh"),
            csrf: value("forprev_csrf"),
        }
    }

    /// A request of theirs, as a page sends it.
    pub fn request(&self, app: &TestApp, method: &str, path: &str) -> RequestBuilder {
        self.without_csrf(app, method, path).header("X-CSRF-Token", &self.csrf)
    }

    pub fn without_csrf(&self, app: &TestApp, method: &str, path: &str) -> RequestBuilder {
        let cookies = format!("forprev_access={}; forprev_csrf={}", self.access, self.csrf);
        request(app, method, path).header(COOKIE, cookies)
    }

    pub async fn get(&self, app: &TestApp, path: &str) -> Answer {
        send(self.request(app, "GET", path)).await
    }

    pub async fn post(&self, app: &TestApp, path: &str, body: &str) -> Answer {
        send(self.request(app, "POST", path).header(CONTENT_TYPE, "application/json").body(body.to_owned()))
            .await
    }

    pub async fn refresh(app: &TestApp, token: &str) -> Answer {
        let cookie = format!("forprev_refresh={token}");
        send(request(app, "POST", "/api/v1/auth/refresh").header(COOKIE, cookie)).await
    }
}
