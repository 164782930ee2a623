//! The camera: frames go to the reader one after the other, until it finds a code.

use super::{desk::Desk, picture, worker::Reader};
use crate::{components::*, i18n::t};
use js_sys::{Object, Promise, Reflect};
use leptos::{html, prelude::*};
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{DomException, HtmlVideoElement, MediaStream, MediaStreamConstraints, MediaStreamTrack};

/// Between two frames: a phone's processor has other things to do.
const PAUSE: Duration = Duration::from_millis(100);

#[component]
pub(super) fn Camera(desk: Desk) -> impl IntoView {
    let words = t().check;
    let (on, busy, error) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(None::<&'static str>));
    let stream = StoredValue::new_local(None::<MediaStream>);
    let video = NodeRef::<html::Video>::new();
    let stop = move || {
        stream.try_update_value(|stream| {
            if let Some(stream) = stream.take() {
                end(&stream);
            }
        });
        on.try_set(false);
    };
    on_cleanup(stop);
    let start = move |()| {
        busy.set(true);
        error.set(None);
        desk.spawn(async move {
            let opened = open().await;
            busy.set(false);
            match opened {
                Ok(opened) => {
                    // The same stream twice: its own `clone` is the browser's, which makes other tracks.
                    if stream.try_update_value(|stream| *stream = Some(Clone::clone(&opened))).is_none() {
                        // The page went while the camera was opened.
                        return end(&opened);
                    }
                    on.set(true);
                    desk.spawn(async move {
                        let found = look(&opened, video, on).await;
                        stop();
                        match found {
                            Ok(texts) if !texts.is_empty() => desk.verify(texts),
                            Ok(_) => {}
                            Err(message) => error.set(Some(message)),
                        }
                    });
                }
                Err(message) => error.set(Some(message)),
            }
        });
    };
    view! {
        <p>{words.camera_help}</p>
        <Show
            when=move || on.get()
            fallback=move || view! {
                <div>
                    <Button weight=Weight::Main icon=outline::CAMERA busy=busy on_press=start>
                        {words.camera_start}
                    </Button>
                </div>
            }
        >
            <video
                node_ref=video
                class="camera"
                aria-label=words.camera_view
                prop:muted=true
                playsinline=true
            ></video>
            <div><Button icon=outline::X on_press=move |()| stop()>{words.camera_stop}</Button></div>
        </Show>
        <div role="status">
            {move || on.get().then(|| view! { <p class="small">{words.camera_looking}</p> })}
            {move || error.get().map(|message| view! {
                <p class="field-error"><Icon of=outline::CIRCLE_ALERT/><span>{message}</span></p>
            })}
        </div>
    }
}

/// Switches the camera off.
fn end(stream: &MediaStream) {
    for track in stream.get_tracks() {
        track.unchecked_into::<MediaStreamTrack>().stop();
    }
}

/// The camera that looks away from the person, sharp enough for codes of a hundred modules a side.
async fn open() -> Result<MediaStream, &'static str> {
    let words = t().check;
    let wishes = || -> Result<MediaStreamConstraints, JsValue> {
        let video = Object::new();
        Reflect::set(&video, &"facingMode".into(), &"environment".into())?;
        for (name, ideal) in [("width", 1920), ("height", 1080)] {
            let wish = Object::new();
            Reflect::set(&wish, &"ideal".into(), &ideal.into())?;
            Reflect::set(&video, &name.into(), &wish)?;
        }
        let all = MediaStreamConstraints::new();
        all.set_video(&video);
        Ok(all)
    };
    // Where the page is not served over https there are no devices at all.
    let asked = window()
        .navigator()
        .media_devices()
        .and_then(|devices| devices.get_user_media_with_constraints(&wishes()?))
        .map_err(|_| words.camera_none)?;
    let stream = JsFuture::from(asked).await.map_err(|error| {
        let refused = error.dyn_ref::<DomException>().is_some_and(|error| error.name() == "NotAllowedError");
        if refused { words.camera_refused } else { words.camera_none }
    })?;
    stream.dyn_into().map_err(|_| words.camera_none)
}

/// Until a code is seen, or nobody looks any more.
async fn look(
    stream: &MediaStream,
    video: NodeRef<html::Video>,
    on: RwSignal<bool>,
) -> Result<Vec<String>, &'static str> {
    let reader = Reader::start().await.ok_or(t().check.reader_failed)?;
    while on.try_get_untracked() == Some(true) {
        if let Some(video) = video.get_untracked() {
            play(&video, stream);
            if let Some(picture) = picture::of_video(&video) {
                let texts = reader.read(&picture).await.ok_or(t().check.reader_failed)?;
                if !texts.is_empty() {
                    return Ok(texts);
                }
            }
        }
        pause().await;
    }
    Ok(Vec::new())
}

fn play(video: &HtmlVideoElement, stream: &MediaStream) {
    if video.src_object().is_none() {
        video.set_src_object(Some(stream));
        let _ = video.play();
    }
}

async fn pause() {
    let promise = Promise::new(&mut |resolve, _| {
        set_timeout(
            move || {
                let _ = resolve.call0(&JsValue::UNDEFINED);
            },
            PAUSE,
        );
    });
    let _ = JsFuture::from(promise).await;
}
