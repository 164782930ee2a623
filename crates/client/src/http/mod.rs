//! One request and its answer, on whatever carries them: `fetch` in a browser, reqwest elsewhere. reqwest's own way
//! through `fetch` brings the tables of international domain names, which no page needs and every page would load.

#[cfg(target_arch = "wasm32")]
#[path = "browser.rs"]
mod carrier;
#[cfg(not(target_arch = "wasm32"))]
#[path = "native.rs"]
mod carrier;

pub(crate) use carrier::Http;

/// What is sent.
pub(crate) struct Request {
    pub(crate) method: &'static str,
    pub(crate) address: String,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Option<Vec<u8>>,
}

/// What came back, whatever its status.
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// `Content-Type`.
    pub(crate) media_type: Option<String>,
    /// `Content-Disposition`.
    pub(crate) disposition: Option<String>,
    pub(crate) body: Vec<u8>,
}
