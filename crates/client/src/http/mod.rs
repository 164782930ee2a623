//! One request and its answer, on whatever carries them: `fetch` in a browser, reqwest elsewhere. reqwest's own way
//! through `fetch` brings the tables of international domain names, which no page needs and every page would load.

#[cfg(target_arch = "wasm32")]
#[path = "browser.rs"]
mod carrier;
#[cfg(not(target_arch = "wasm32"))]
#[path = "native.rs"]
mod carrier;

pub(crate) use carrier::Http;

/// Told how many bytes have gone, of how many.
pub(crate) type Progress = std::sync::Arc<dyn Fn(f64, f64) + Send + Sync>;

/// The bytes that are sent.
#[derive(Clone)]
pub(crate) enum Content {
    /// In memory.
    Bytes(Vec<u8>),
    /// A file of the browser, which reads it while it sends it.
    #[cfg(target_arch = "wasm32")]
    Blob(web_sys::Blob),
}

/// What is sent.
pub(crate) struct Request {
    pub(crate) method: &'static str,
    pub(crate) address: String,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Option<Content>,
    /// Who wants to know how it goes. Only a browser tells.
    #[cfg_attr(not(target_arch = "wasm32"), expect(dead_code))]
    pub(crate) progress: Option<Progress>,
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
