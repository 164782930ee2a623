//! A request on its way to a handler: who asks is known, and that they may ever ask this, before the body is read.

use crate::{
    body, cookies,
    error::refuse,
    guard, headers,
    state::{Api, JSON_MAX},
};
use actix_web::{HttpRequest, HttpResponse, http::Method as HttpMethod, web};
use forprev_app::{Caller, Failure, Tx, accounts, people, sessions::Expected};
use forprev_core::{
    endpoint::{Endpoint, Method},
    policy::{Reach, Who, may_ever, support::in_a_view},
    problem::{Code, Fault},
    support::VIEW_HEADER,
};
use serde::de::DeserializeOwned;
use std::str::FromStr;

/// A request that may be answered.
pub(crate) struct Request {
    pub(crate) api: web::Data<Api>,
    pub(crate) http: HttpRequest,
    pub(crate) caller: Caller,
    payload: Option<web::Payload>,
}

/// What handlers answer.
pub(crate) type Answered = Result<HttpResponse, Failure>;

/// Answers a request: who asks, whether they may, then the handler.
pub(crate) async fn answer<H, F>(
    endpoint: Endpoint,
    handler: H,
    http: HttpRequest,
    payload: web::Payload,
    api: web::Data<Api>,
) -> HttpResponse
where
    H: Fn(Request) -> F,
    F: Future<Output = Answered>,
{
    guard::matched(&http, endpoint.path);
    let answered = match Request::enter(endpoint, http.clone(), payload, api).await {
        Ok(request) => handler(request).await,
        Err(failure) => Err(failure),
    };
    answered.unwrap_or_else(|failure| refuse(&http, &failure))
}

impl Request {
    async fn enter(
        endpoint: Endpoint,
        http: HttpRequest,
        payload: web::Payload,
        api: web::Data<Api>,
    ) -> Result<Self, Failure> {
        let address = guard::client_address(&http);
        let caller = Caller { address, ..Caller::anyone() };
        let mut request = Self { api, http, caller, payload: Some(payload) };
        // Nobody needs to be anyone for what anyone may do; signing out has to know whom.
        let public = endpoint.action.reach(Who::Anyone) != Reach::Never;
        if !public {
            request.authenticate().await?;
        } else if endpoint.method == Method::Post {
            let agent = headers::text(&request.http, "User-Agent").unwrap_or_default();
            request.caller.device = Some(accounts::Device::of(agent, request.cookie(cookies::DEVICE)));
        }
        request.see_as_viewed(endpoint, public).await?;
        may_ever(&request.caller.actor, endpoint.action)?;
        Ok(request)
    }

    /// Finds out who asks: by `Authorization`, or by cookie, and then a write must come from a page of ours.
    pub(crate) async fn authenticate(&mut self) -> Result<(), Failure> {
        let by_header = headers::bearer(&self.http).map(str::to_owned);
        let by_cookie = by_header.is_none();
        let token = by_header.or_else(|| self.cookie(cookies::ACCESS));
        let token = token.ok_or_else(|| Failure::of(Code::Unauthenticated))?;
        let app = self.api.app.clone();
        let authenticated = blocking(move || accounts::authenticate(&app, &token)).await?;
        if by_cookie && !matches!(*self.http.method(), HttpMethod::GET | HttpMethod::HEAD) {
            let expected = cookies::csrf_token(&self.api, &authenticated.family);
            if !headers::text(&self.http, "X-CSRF-Token").is_some_and(|sent| same(sent, &expected)) {
                return Err(Failure::of(Code::Csrf));
            }
        }
        self.caller.actor = authenticated.actor;
        self.caller.sign_in = Some(authenticated.family);
        Ok(())
    }

    /// N5: a request in a support view is answered as the person who is viewed; what anyone may read is the same for all.
    async fn see_as_viewed(&mut self, endpoint: Endpoint, public: bool) -> Result<(), Failure> {
        let Some(view) = headers::text(&self.http, VIEW_HEADER).map(str::to_owned) else { return Ok(()) };
        if public {
            return Ok(in_a_view(endpoint.method, endpoint.action)?);
        }
        let (app, agent) = (self.api.app.clone(), self.caller.actor.clone());
        self.caller.actor = blocking(move || people::viewed(&app, &agent, &view, endpoint)).await?;
        Ok(())
    }

    /// Finds out who asks what anyone may ask, where somebody is signed in.
    pub(crate) async fn authenticate_if_signed_in(&mut self) -> Result<(), Failure> {
        match self.authenticate().await {
            Err(failure) if failure.code() == Code::Unauthenticated => Ok(()),
            other => other,
        }
    }

    pub(crate) fn cookie(&self, name: &str) -> Option<String> {
        self.http.cookie(name).map(|cookie| cookie.value().to_owned())
    }

    /// A value of the path. One that cannot be an identifier names nothing.
    pub(crate) fn path<T: FromStr>(&self, name: &str) -> Result<T, Failure> {
        let value = self.http.match_info().get(name).unwrap_or_default();
        value.parse().map_err(|_| Failure::of(Code::NotFound))
    }

    /// The parameters of the address.
    pub(crate) fn query<T: DeserializeOwned>(&self) -> Result<T, Failure> {
        serde_urlencoded::from_str(self.http.query_string()).map_err(|_| Fault::new(Code::BadQuery).into())
    }

    /// The body's bytes, where its media type is one of these.
    pub(crate) async fn bytes(&mut self, media_types: &[&str], limit: usize) -> Result<Vec<u8>, Failure> {
        let sent = headers::content_type(&self.http);
        let payload = self.payload()?;
        let read = body::read(&self.http, payload, limit).await;
        if !media_types.contains(&sent.as_str()) {
            return Err(Failure::of(Code::MediaType));
        }
        read
    }

    /// The body, to be read part by part.
    pub(crate) fn payload(&mut self) -> Result<web::Payload, Failure> {
        self.payload.take().ok_or_else(|| Failure::internal("a body is read once"))
    }

    /// The body's bytes, which say that they are JSON.
    pub(crate) async fn json_bytes(&mut self) -> Result<Vec<u8>, Failure> {
        self.bytes(&["application/json"], JSON_MAX).await
    }

    /// The version that the caller has seen, of what they must have seen to change it.
    pub(crate) fn seen_version(&self) -> Expected {
        headers::if_match(&self.http).unwrap_or(Expected::Unsaid)
    }

    /// The version that the caller has seen, where they say so.
    pub(crate) fn version(&self) -> Expected {
        headers::if_match(&self.http).unwrap_or(Expected::Any)
    }

    /// Runs a use case that reads.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        f: impl FnOnce(&mut Tx<'_>) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let (app, caller) = (self.api.app.clone(), self.caller.clone());
        blocking(move || app.read(&caller, f)).await
    }
}

/// Runs what blocks where it may. A panic there is a failure like any other.
pub(crate) async fn blocking<T: Send + 'static>(
    f: impl FnOnce() -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    web::block(f).await.unwrap_or_else(|_| Err(Failure::internal("a use case panicked")))
}

/// Compares in a time that does not tell how much is right.
fn same(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0, |differing, (a, b)| differing | (a ^ b)) == 0
}
