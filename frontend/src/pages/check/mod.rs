//! `/verifier`: anyone finds out whether a certificate is authentic, by camera, file, pasted code or link. The
//! signature is verified here, by core; the server is asked one thing only, whether the number was revoked (C6, C7).

mod camera;
mod content;
mod desk;
mod file;
mod finding;
mod fragment;
mod picture;
mod typed;
mod worker;

use crate::{components::*, i18n::t};
use camera::Camera;
use desk::Desk;
use file::FromFile;
use finding::Findings;
use leptos::prelude::*;
use typed::Typed;

/// The page.
#[component]
pub fn CheckCertificate() -> impl IntoView {
    let words = t().check;
    let desk = Desk::new();
    fragment::follow(desk);
    view! {
        <PageTitle title=words.title/>
        <Show when=move || !desk.has_result() fallback=move || view! { <Findings desk=desk/> }>
            <div class="stack">
                <p>{words.lead}</p>
                <p class="muted small">{words.offline_ready}</p>
            </div>
            <h2 id="ways" tabindex="-1">{words.ways}</h2>
            <div class="columns">
                <section class="card" aria-labelledby="by-camera">
                    <h3 id="by-camera">{words.camera}</h3>
                    <Camera desk=desk/>
                </section>
                <section class="card" aria-labelledby="by-file">
                    <h3 id="by-file">{words.file}</h3>
                    <FromFile desk=desk/>
                </section>
                <section class="card" aria-labelledby="by-text">
                    <h3 id="by-text">{words.typed}</h3>
                    <Typed desk=desk/>
                </section>
            </div>
        </Show>
    }
}
