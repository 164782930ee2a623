//! What one does with one's password again: taking one's data along, and closing the account.

use crate::{api::call, components::*, download, form::Form, i18n::t, session};
use forprev_client::File;
use forprev_core::account::own::{Export, PasswordAgain};
use leptos::prelude::*;

/// Downloads all that is kept of oneself.
#[component]
pub(super) fn ExportData() -> impl IntoView {
    let words = t().account;
    let toasts = Toasts::here();
    let form = Form::new(PasswordAgain::default(), PasswordAgain::check);
    let password = form.bind("/password", |c| c.password.clone(), |c, text| c.password = text);
    let send = move |event| {
        form.submit(
            event,
            async |again: PasswordAgain| call(async |client| client.export_my_data(&again).await).await,
            move |export: Export| {
                let bytes = serde_json::to_vec_pretty(&export).unwrap_or_default();
                let file = File { name: None, media_type: "application/json".to_owned(), bytes };
                if download::store(&file, "forprev-mes-donnees.json").is_err() {
                    toasts.bad(t().parts.unreadable);
                }
                form.value().set(PasswordAgain::default());
            },
        );
    };
    view! {
        <section class="card" aria-labelledby="exporter">
            <h2 id="exporter">{words.export_title}</h2>
            <p class="muted">{words.export_help}</p>
            <form class="stack" novalidate on:submit=send>
                <ErrorSummary of=form.state()/>
                <PasswordInput bind=password label=words.password_again/>
                <div>
                    <Button submit=true icon=outline::DOWNLOAD busy=form.busy()>{words.export_submit}</Button>
                </div>
            </form>
        </section>
    }
}

/// Closes the account, after a question.
#[component]
pub(super) fn CloseAccount() -> impl IntoView {
    let words = t().account;
    let open = RwSignal::new(false);
    view! {
        <section class="card" aria-labelledby="fermer">
            <h2 id="fermer">{words.close_title}</h2>
            <p class="muted">{words.close_help}</p>
            <div>
                <Button weight=Weight::Danger on_press=move |()| open.set(true)>{words.close_submit}</Button>
            </div>
        </section>
        <CloseDialog open=open/>
    }
}

#[component]
fn CloseDialog(open: RwSignal<bool>) -> impl IntoView {
    let words = t().account;
    let toasts = Toasts::here();
    view! {
        <Dialog open=open title=words.close_title>
            {move || {
                let form = Form::new(PasswordAgain::default(), PasswordAgain::check);
                let password = form.bind("/password", |c| c.password.clone(), |c, text| c.password = text);
                let send = move |event| {
                    form.submit(
                        event,
                        async |again: PasswordAgain| {
                            call(async |client| client.close_my_account(&again).await).await
                        },
                        move |()| {
                            toasts.good(words.closed);
                            session::left();
                        },
                    );
                };
                view! {
                    <form class="stack" novalidate on:submit=send>
                        <p>{words.close_sure}</p>
                        <ErrorSummary of=form.state()/>
                        <PasswordInput bind=password label=words.password_again/>
                        <div class="row">
                            <Button submit=true weight=Weight::Danger busy=form.busy()>{words.close_submit}</Button>
                            <Button on_press=move |()| open.set(false)>{t().parts.cancel}</Button>
                        </div>
                    </form>
                }
            }}
        </Dialog>
    }
}
