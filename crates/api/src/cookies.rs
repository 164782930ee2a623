//! The cookies of a sign-in: two that scripts cannot read, and one that they must.

use crate::state::Api;
use actix_web::cookie::{Cookie, SameSite, time};
use data_encoding::BASE64URL_NOPAD;
use forprev_app::accounts::{ACCESS_LIFETIME, REFRESH_LIFETIME, SignedIn};
use sha2::{Digest, Sha256};

pub(crate) const ACCESS: &str = "forprev_access";
pub(crate) const REFRESH: &str = "forprev_refresh";
pub(crate) const CSRF: &str = "forprev_csrf";
/// By which a browser is known again when somebody signs in with it. It signs nobody in.
pub(crate) const DEVICE: &str = "forprev_device";
/// As long as browsers keep a cookie at the most, in seconds: 400 days.
const DEVICE_KEPT: i64 = 400 * 24 * 3600;
/// Where the refresh token is sent, and nowhere else.
const REFRESH_PATH: &str = "/api/v1/auth";

/// What `X-CSRF-Token` must say in this sign-in. Bound to it: a cookie that somebody planted does not serve.
pub(crate) fn csrf_token(api: &Api, family: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(api.app.secret.derive("csrf"));
    hash.update(family.as_bytes());
    BASE64URL_NOPAD.encode(&hash.finalize())
}

/// The cookies of a sign-in that began or was renewed.
pub(crate) fn signed_in(api: &Api, signed_in: &SignedIn) -> Vec<Cookie<'static>> {
    let access = ACCESS_LIFETIME.num_seconds();
    let refresh = REFRESH_LIFETIME.num_seconds();
    let device = signed_in.device.as_deref();
    let device = device.map(|id| build(api, DEVICE, id, REFRESH_PATH, DEVICE_KEPT, true));
    let cookies = [
        build(api, ACCESS, &signed_in.access, "/", access, true),
        build(api, REFRESH, &signed_in.refresh, REFRESH_PATH, refresh, true),
        build(api, CSRF, &csrf_token(api, &signed_in.family), "/", refresh, false),
    ];
    cookies.into_iter().chain(device).collect()
}

/// The cookies that take a sign-in out of the browser.
pub(crate) fn signed_out(api: &Api) -> [Cookie<'static>; 3] {
    [
        build(api, ACCESS, "", "/", 0, true),
        build(api, REFRESH, "", REFRESH_PATH, 0, true),
        build(api, CSRF, "", "/", 0, false),
    ]
}

fn build(
    api: &Api,
    name: &'static str,
    value: &str,
    path: &'static str,
    seconds: i64,
    hidden: bool,
) -> Cookie<'static> {
    Cookie::build(name, value.to_owned())
        .path(path)
        .max_age(time::Duration::seconds(seconds))
        .same_site(SameSite::Strict)
        .secure(api.secure)
        .http_only(hidden)
        .finish()
}
