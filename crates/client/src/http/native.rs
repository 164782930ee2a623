//! By reqwest, which keeps the cookies.

use super::{Answer, Content, Request};
use crate::{Error, Result};
use reqwest::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HeaderName};

/// Connections that are kept, and cookies.
#[derive(Clone, Default)]
pub(crate) struct Http(pub(crate) reqwest::Client);

impl Http {
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
