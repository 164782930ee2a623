//! What pages of any other site may read: what anyone may read without signing in. Refusals too, or their scripts would
//! learn of no reason.

/// Whether any site may read what is answered here.
pub(crate) fn is_open(path: &str) -> bool {
    path.starts_with("/api/v1/public/")
        || path.ends_with("/.well-known/jwks.json")
        || matches!(path, "/api/v1/dispositifs" | "/api/v1/openapi.json")
}
