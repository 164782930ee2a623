//! JSON read into types. In a browser the browser parses it: a parser in WebAssembly is compiled anew for each type,
//! with all the sentences that tell what it would have liked better, and a page shows none of them.

#[cfg(target_arch = "wasm32")]
mod browser;

use serde::de::DeserializeOwned;

/// The value that a JSON text holds; none where it is not JSON, or not of this type.
///
/// ```
/// use forprev_client::json::read;
///
/// assert_eq!(read::<Vec<u8>>(b"[1, 2]"), Some(vec![1, 2]));
/// assert_eq!(read::<Vec<u8>>(b"[1, 256]"), None);
/// ```
#[must_use]
pub fn read<T: DeserializeOwned>(text: &[u8]) -> Option<T> {
    #[cfg(target_arch = "wasm32")]
    return browser::read(text);
    #[cfg(not(target_arch = "wasm32"))]
    serde_json::from_slice(text).ok()
}
