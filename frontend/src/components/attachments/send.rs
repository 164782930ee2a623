//! A file is checked by its first and its last bytes, and then sent; the browser reads it while it goes.

use crate::{api::call, device::random_key, i18n::t};
use forprev_client::{Sending, Write};
use forprev_core::{
    attachment::{Attachment, AttachmentOwner, TAIL, UploadQuery, inspect},
    id::AttachmentId,
};
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, File};

/// Sends a file; says why not, where it does not go.
pub(super) async fn send(
    owner: AttachmentOwner,
    purpose: String,
    file: File,
    replaces: Option<AttachmentId>,
    percent: RwSignal<u32>,
) -> Result<Attachment, String> {
    check(&file).await?;
    let query = UploadQuery { purpose, replaces: replaces.map(|id| id.to_string()), dry_run: None };
    // Sent again because the sign-in had expired, it is the same upload.
    let key = random_key();
    let tell = move |sent: f64, whole: f64| {
        if whole > 0.0 {
            // A share of a hundred.
            percent.set((sent / whole * 100.0) as u32);
        }
    };
    let ask = async move |client: &forprev_client::Client| {
        let write = Write::once(key.clone());
        client.upload_attachment(owner, &query, sending(&file, tell), write).await
    };
    call(ask).await.map_err(|failure| failure.message())
}

#[cfg(target_arch = "wasm32")]
fn sending(file: &File, tell: impl Fn(f64, f64) + Send + Sync + 'static) -> Sending {
    Sending::of_file(file, tell)
}

/// Where this crate is compiled for its tests, there is no browser and so no file: the client has no such thing there.
#[cfg(not(target_arch = "wasm32"))]
fn sending(file: &File, _: impl Fn(f64, f64)) -> Sending {
    Sending::of_bytes(file.name(), Vec::new())
}

/// What the server would refuse is told before it is sent.
async fn check(file: &File) -> Result<(), String> {
    let size = file.size();
    let head = bytes(file.slice_with_f64_and_f64(0.0, 8.0)).await;
    let tail = bytes(file.slice_with_f64((size - TAIL as f64).max(0.0))).await;
    let (Ok(head), Ok(tail)) = (head, tail) else { return Err(t().attachments.unread.to_owned()) };
    inspect(size as u64, &head, &tail).map(drop).map_err(|fault| fault.message)
}

async fn bytes(part: Result<Blob, JsValue>) -> Result<Vec<u8>, JsValue> {
    let buffer = JsFuture::from(part?.array_buffer()).await?;
    Ok(js_sys::Uint8Array::new(&buffer).to_vec())
}
