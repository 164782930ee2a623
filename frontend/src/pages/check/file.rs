//! The PDF of a certificate, or of a whole session; or a picture of a QR code.

use super::{desk::Desk, picture, worker::Reader};
use crate::{components::*, device, i18n::t};
use forprev_core::certificate::signature::codes_in;
use leptos::prelude::*;

/// The longest sides that a picture is tried at, in pixels: enough for a sharp photo, then smaller, where noise
/// goes away.
const SIDES: [u32; 3] = [2000, 1000, 3600];

#[component]
pub(super) fn FromFile(desk: Desk) -> impl IntoView {
    let words = t().check;
    let (busy, error) = (RwSignal::new(false), RwSignal::new(None::<&'static str>));
    let take = move |file: web_sys::File| {
        busy.set(true);
        error.set(None);
        desk.spawn(async move {
            let found = texts_in(&file).await;
            busy.set(false);
            match found {
                Ok(texts) => desk.verify(texts),
                Err(message) => error.set(Some(message)),
            }
        });
    };
    let shown = Signal::derive(move || error.get().map(str::to_owned));
    view! {
        <FilePicker
            label=words.file_label
            accept="application/pdf,image/*"
            hint=words.file_hint
            on_file=take
            error=shown
        />
        <div role="status">
            <Show when=move || busy.get()>
                <p class="loading"><Icon of=outline::LOADER_CIRCLE spin=true/><span>{words.file_reading}</span></p>
            </Show>
        </div>
    }
}

async fn texts_in(file: &web_sys::File) -> Result<Vec<String>, &'static str> {
    let words = t().check;
    let bytes = device::bytes_of(file).await.ok_or(words.file_unreadable)?;
    if bytes.get(..1024).unwrap_or(&bytes).windows(5).any(|start| start == b"%PDF-") {
        let mut codes: Vec<String> = Vec::new();
        for code in codes_in(&bytes) {
            if !codes.iter().any(|known| known == code) {
                codes.push(code.to_owned());
            }
        }
        return if codes.is_empty() { Err(words.file_no_code) } else { Ok(codes) };
    }
    let bitmap = picture::bitmap(file).await.ok_or(words.file_unreadable)?;
    let reader = Reader::start().await.ok_or(words.reader_failed)?;
    for side in SIDES {
        let Some(picture) = picture::of_bitmap(&bitmap, side) else { continue };
        let texts = reader.read(&picture).await.ok_or(words.reader_failed)?;
        if !texts.is_empty() {
            return Ok(texts);
        }
    }
    Err(words.picture_no_code)
}
