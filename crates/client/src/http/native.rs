//! By reqwest, which keeps the cookies.

use super::{Answer, Content, Request};
use crate::{Error, Result};
use reqwest::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HeaderName};

/// Connections that are kept, and cookies.
#[derive(Clone)]
pub(crate) struct Http(reqwest::Client);

impl Default for Http {
    fn default() -> Self {
        Self::of(reqwest::Client::builder)
    }
}

impl Http {
    /// What is built so, with TLS by `ring`, as the rest of Forprev has it: reqwest brings none of its own.
    pub(crate) fn of(builder: impl Fn() -> reqwest::ClientBuilder) -> Self {
        // Whoever installed one first has its way.
        let _ = rustls::crypto::ring::default_provider().install_default();
        // A machine without certificates reaches by http all the same.
        let client = builder().build().or_else(|_| builder().tls_certs_only([]).build());
        Self(client.unwrap_or_default())
    }

    pub(crate) async fn send(&self, request: Request) -> Result<Answer> {
        let method = request.method.parse().map_err(|_| Error::Network)?;
        let mut building = self.0.request(method, request.address);
        for (name, value) in request.headers {
            building = building.header(name, value);
        }
        if let Some(Content::Bytes(body)) = request.body {
            building = building.body(body);
        }
        let response = building.send().await?;
        let header = |name: HeaderName| {
            response.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
        };
        Ok(Answer {
            status: response.status().as_u16(),
            media_type: header(CONTENT_TYPE),
            disposition: header(CONTENT_DISPOSITION),
            body: response.bytes().await?.to_vec(),
        })
    }
}
