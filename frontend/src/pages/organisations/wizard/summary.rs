//! "Check your answers": all of it, each page with a way back to it, what is missing, and the sending.

use super::{
    super::{
        content::Content,
        words::{file_path, full_label, place_path},
    },
    desk::Desk,
};
use crate::{
    api::call,
    components::*,
    device,
    failure::Failure,
    graph::{effect, task_in},
    i18n::{fill, t},
};
use forprev_client::Write;
use forprev_core::organisation::file::FileState;
use leptos::prelude::*;
use leptos_router::{NavigateOptions, components::A, hooks::use_navigate};

/// The `id` of the list of what is missing.
const MISSING: &str = "missing";

/// The page.
#[component]
pub(super) fn Summary(desk: Desk) -> impl IntoView {
    let words = t().organisations;
    // Where one goes back from here, what is missing counts.
    effect(move || desk.known.strict.set(true));
    let content = Signal::derive(move || desk.form.value().get());
    let faults = Signal::derive(move || desk.faults.get());
    let attached = Signal::derive(move || {
        let pointer = forprev_core::organisation::file::URSSAF_POINTER;
        Some(faults.with(|faults| !faults.iter().any(|fault| fault.pointer == pointer)))
    });
    view! {
        <p>{words.summary_lead}</p>
        <Missing desk=desk/>
        <h2>{words.content}</h2>
        <Content content=content faults=faults attached=attached edit=desk.id known=desk.known/>
        <Submit desk=desk/>
    }
}

/// What stands in the way of the sending, each with the way to it.
#[component]
fn Missing(desk: Desk) -> impl IntoView {
    let words = t().organisations;
    let list = move || {
        let faults = desk.faults.get();
        (!faults.is_empty()).then(move || {
            let title = words.missing.of(i64::try_from(faults.len()).unwrap_or(i64::MAX));
            let lines = faults.into_iter().map(move |fault| {
                let label = full_label(&fault.pointer);
                let text = fill(t().sheets.clash_line, &[("field", &label), ("value", &fault.message)]);
                match place_path(desk.id, &fault.pointer) {
                    Some(to) => view! { <li><A href=to>{text}</A></li> }.into_any(),
                    None => view! { <li>{fault.message}</li> }.into_any(),
                }
            });
            view! {
                <Notice tone=Tone::Warn title=title>
                    <ul>{lines.collect_view()}</ul>
                </Notice>
            }
        })
    };
    view! { <div id=MISSING tabindex="-1">{list}</div> }
}

/// The sending. While something is missing, it leads to what.
#[component]
fn Submit(desk: Desk) -> impl IntoView {
    let words = t().organisations;
    let busy = RwSignal::new(false);
    let (toasts, navigate, owner) = (Toasts::here(), StoredValue::new(use_navigate()), Owner::current());
    let send = Callback::new(move |stored: bool| {
        let ready = desk.faults.with_untracked(Vec::is_empty) && stored;
        if !ready {
            busy.set(false);
            device::focus(MISSING);
            return;
        }
        let (id, version) = (desk.id, desk.held.with_untracked(|file| file.version));
        task_in(owner.clone(), async move {
            let write = Write::on_version(version);
            let answer = call(async |client| client.submit_organisation_file(id, write.clone()).await).await;
            let outcome = match answer {
                // The answer to an earlier attempt may have been lost on the way.
                Err(failure) if failure.is_stale() => {
                    match call(async |client| client.get_organisation_file(id).await).await {
                        Ok(file) if file.state == FileState::Submitted => Ok(file),
                        Ok(file) => {
                            desk.keeper.take(file);
                            Err(failure)
                        }
                        Err(_) => Err(failure),
                    }
                }
                answer => answer,
            };
            busy.set(false);
            match outcome {
                Ok(_) => {
                    desk.keeper.done();
                    toasts.good(words.submitted);
                    navigate.with_value(|navigate| navigate(&file_path(id), NavigateOptions::default()));
                }
                Err(failure) => {
                    toasts.bad(told(&failure));
                    desk.keeper.refresh();
                    device::focus(MISSING);
                }
            }
        });
    });
    let press = Callback::new(move |()| {
        busy.set(true);
        desk.keeper.save_then(move |stored| send.run(stored));
    });
    view! {
        <div class="stack-tight">
            <div>
                <Button weight=Weight::Main icon=outline::SEND busy=busy on_press=press>{words.submit}</Button>
            </div>
            <p class="small muted">{words.submit_help}</p>
        </div>
    }
}

/// What the server refused, place by place.
fn told(failure: &Failure) -> String {
    let faults = failure.faults();
    if faults.is_empty() {
        return failure.message();
    }
    let lines = faults.iter().map(|fault| {
        if fault.pointer.is_empty() {
            fault.message.clone()
        } else {
            let label = full_label(&fault.pointer);
            fill(t().sheets.clash_line, &[("field", &label), ("value", &fault.message)])
        }
    });
    lines.collect::<Vec<_>>().join(" ")
}
