//! Around every request: its id, the address it comes from, how many there were, a line in the log without personal
//! data, and the headers that keep a browser from doing what no page of ours asks.

use crate::{cors, error::refuse, metrics::Metrics, rate::Left, state::Api};
use actix_web::{
    Error, HttpMessage, HttpRequest,
    body::{EitherBody, MessageBody},
    dev::{Service, ServiceRequest, ServiceResponse},
    http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, HeaderMap, HeaderName, HeaderValue},
    web,
};
use forprev_app::Failure;
use forprev_core::problem::{Code, Fault};
use std::{borrow::Cow, net::IpAddr, time::Instant};
use uuid::Uuid;

#[derive(Clone)]
struct Entered {
    id: String,
    address: Option<IpAddr>,
}

/// The path of the operation that answers, as it is written in the list of operations.
struct Matched(&'static str);

/// Notes which operation answers: finding it again by the path costs as much as it did the first time.
pub(crate) fn matched(http: &HttpRequest, path: &'static str) {
    http.extensions_mut().insert(Matched(path));
}

/// What to quote to the people who run the system.
pub(crate) fn request_id(http: &HttpRequest) -> String {
    http.extensions().get::<Entered>().map(|entered| entered.id.clone()).unwrap_or_default()
}

/// From which address the request comes.
pub(crate) fn client_address(http: &HttpRequest) -> Option<IpAddr> {
    http.extensions().get::<Entered>().and_then(|entered| entered.address)
}

/// What stands around every request: for `actix_web::middleware::from_fn` style wrapping by `App::wrap_fn`.
///
/// # Errors
/// Never one of ours: failures are answers.
pub fn guard<S, B>(
    request: ServiceRequest,
    next: &S,
) -> impl Future<Output = Result<ServiceResponse<EitherBody<B>>, Error>> + use<S, B>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody,
{
    let began = Instant::now();
    let api = request.app_data::<web::Data<Api>>().cloned();
    let entered = Entered { id: Uuid::now_v7().to_string(), address: address(&request, api.as_ref()) };
    request.extensions_mut().insert(entered.clone());
    let left = api
        .as_ref()
        .and_then(|api| api.rate.as_ref())
        .zip(entered.address)
        .map(|(rate, address)| rate.take(address));
    let secure = api.as_ref().is_some_and(|api| api.secure);
    let (next, refused) = match left.filter(|left| left.exceeded) {
        None => (Some(next.call(request)), None),
        Some(left) => (None, Some((request, left))),
    };
    async move {
        let mut answer = match (next, refused) {
            (Some(next), _) => next.await?.map_into_left_body(),
            (None, Some((request, left))) => {
                let failure = Failure::from(Fault::new(Code::TooMany).with("seconds", left.seconds));
                let told = refuse(request.request(), &failure);
                request.into_response(told).map_into_right_body()
            }
            // One of the two is there by construction.
            (None, None) => return Err(actix_web::error::ErrorInternalServerError("")),
        };
        tell(&answer, &entered.id, began, api.as_ref().map(|api| &api.metrics));
        let path = answer.request().path();
        let (path_is_api, open) = (path.starts_with("/api/"), cors::is_open(path));
        let headers = answer.headers_mut();
        write_headers(headers, &entered.id, left, secure, path_is_api);
        if open {
            headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        }
        Ok(answer)
    }
}

fn address(request: &ServiceRequest, api: Option<&web::Data<Api>>) -> Option<IpAddr> {
    let peer = request.peer_addr()?.ip();
    let forwarded: Vec<_> =
        request.headers().get_all("X-Forwarded-For").filter_map(|value| value.to_str().ok()).collect();
    Some(api.map_or(peer, |api| api.trusted_proxies.client(peer, forwarded.into_iter())))
}

/// One line a request, and its figures: its route, never the values in its path or address, never an address of a
/// person.
fn tell<B>(answer: &ServiceResponse<B>, id: &str, began: Instant, metrics: Option<&Metrics>) {
    let request = answer.request();
    let noted = request.extensions().get::<Matched>().map(|matched| Cow::Borrowed(matched.0));
    let route = noted.or_else(|| request.match_pattern().map(Cow::Owned)).unwrap_or(Cow::Borrowed("(none)"));
    let took = began.elapsed();
    let millis = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    let status = answer.status().as_u16();
    if let Some(metrics) = metrics {
        metrics.answered(request.method().as_str(), &route, status, took);
    }
    tracing::info!(request_id = %id, method = %request.method(), route = %route, status, millis, "request");
}

const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
                      img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; media-src 'self' blob:; \
                      manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; \
                      frame-ancestors 'none'";

/// What every answer says that does not say it in words of its own.
const ALWAYS: [(HeaderName, HeaderValue); 6] = [
    (HeaderName::from_static("content-security-policy"), HeaderValue::from_static(POLICY)),
    (HeaderName::from_static("x-content-type-options"), HeaderValue::from_static("nosniff")),
    (HeaderName::from_static("x-frame-options"), HeaderValue::from_static("DENY")),
    (HeaderName::from_static("referrer-policy"), HeaderValue::from_static("no-referrer")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(self), geolocation=(), microphone=(), payment=(), usb=()"),
    ),
];
const SECURE: HeaderValue = HeaderValue::from_static("max-age=63072000; includeSubDomains");

fn write_headers(headers: &mut HeaderMap, id: &str, left: Option<Left>, secure: bool, api: bool) {
    for (name, value) in ALWAYS {
        // An attachment has a stricter content policy than a page.
        if !headers.contains_key(&name) {
            headers.insert(name, value);
        }
    }
    if secure {
        headers.insert(HeaderName::from_static("strict-transport-security"), SECURE);
    }
    let mut set = |name: &'static str, value: String| {
        if let Ok(value) = HeaderValue::try_from(value) {
            headers.insert(HeaderName::from_static(name), value);
        }
    };
    set("x-request-id", id.to_owned());
    if let Some(left) = left.filter(|_| api) {
        set("ratelimit-policy", format!("\"address\";q={};w=60", left.quota));
        set("ratelimit", format!("\"address\";r={};t={}", left.remaining, left.seconds));
    }
}
