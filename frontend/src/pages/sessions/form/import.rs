//! The trainees of a file, CSV or XLSX: read by the server, with a report line by line.

use super::{desk::Desk, grid::heading};
use crate::{api::call, components::*, device, failure::Failure, form::Bound, graph::effect, i18n::t};
use forprev_client::Write;
use forprev_core::session::{
    import::{ImportMode, ImportReport, RefusedLine},
    paste::Column,
};
use leptos::prelude::*;

const ALL: &str = "all_or_nothing";
const VALID: &str = "valid_lines";

/// The dialog that imports a file.
#[component]
pub fn ImportDialog(
    /// The form and what stands on the server.
    desk: Desk,
    /// Whether it is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    let words = t().session_form;
    let report = RwSignal::new(None::<ImportReport>);
    effect(move || {
        if open.get() {
            report.set(None);
        }
    });
    view! {
        <Dialog open=open title=words.import_title wide=true>
            {move || match report.get() {
                Some(report) => report_view(report, open).into_any(),
                None => view! { <Ask desk=desk open=open report=report/> }.into_any(),
            }}
        </Dialog>
    }
}

/// Which file, and what becomes of the good lines when others are refused.
#[component]
fn Ask(desk: Desk, open: RwSignal<bool>, report: RwSignal<Option<ImportReport>>) -> impl IntoView {
    let words = t().session_form;
    let form = desk.form;
    let file = RwSignal::new_local(None::<web_sys::File>);
    let mode = RwSignal::new(ALL.to_owned());
    let wrong = RwSignal::new(None::<String>);
    let has_habilitation = move || form.value().with(|entry| !entry.content.habilitation_id.is_empty());
    let chosen = move || {
        file.with(|file| {
            file.as_ref().map(|file| crate::i18n::fill(words.import_chosen, &[("name", &file.name())]))
        })
    };
    let send = move |()| {
        let Some(file) = file.get_untracked() else {
            wrong.set(Some(words.import_missing.to_owned()));
            return;
        };
        wrong.set(None);
        let mode =
            if mode.get_untracked() == VALID { ImportMode::ValidLines } else { ImportMode::AllOrNothing };
        let begun = desk.save_then(
            move |saved| async move {
                let bytes = device::bytes_of(&file).await.ok_or(Failure::Unreadable)?;
                let write = Write::on_version(saved.version);
                let ask = async |client: &forprev_client::Client| {
                    client.import_trainees(saved.id, mode, bytes.clone(), write.clone()).await
                };
                match call(ask).await {
                    Ok(told) => {
                        let session = told.session.clone();
                        report.set(Some(told));
                        Ok(session)
                    }
                    // What is wrong with the file is said beside it, not on the form.
                    Err(Failure::Refused(problem)) if problem.status == 422 || problem.status == 413 => {
                        wrong.set(Some(problem.detail));
                        call(async |client| client.get_session(saved.id).await).await
                    }
                    Err(failure) => Err(failure),
                }
            },
            move |session| desk.show(&session),
        );
        if !begun {
            open.set(false);
        }
    };
    // Something on the form itself is in the way: it is told there.
    Effect::watch(
        move || (desk.form.state().failure().get().is_some(), desk.conflict.with(Option::is_some)),
        move |stopped, before, _| {
            if (stopped.0 || stopped.1) && before.is_some_and(|before| before != stopped) {
                open.set(false);
            }
        },
        false,
    );
    let modes = vec![Choice::new(ALL, words.import_mode_all), Choice::new(VALID, words.import_mode_valid)];
    view! {
        <Show
            when=has_habilitation
            fallback=|| view! { <Notice tone=Tone::Warn><p>{t().session_form.import_needs}</p></Notice> }
        >
            <FilePicker
                label=words.import_file
                hint=words.import_hint
                accept=".csv,.txt,.tsv,.xlsx"
                error=wrong
                on_file=move |chosen: web_sys::File| file.set(Some(chosen))
            />
            <p role="status">{chosen}</p>
            <RadioGroup bind=Bound::signal("import-mode", mode) label=words.import_mode choices=modes.clone()/>
            <div class="row">
                <Button weight=Weight::Main icon=outline::UPLOAD busy=form.busy() on_press=send>
                    {words.import_send}
                </Button>
                <Button on_press=move |()| open.set(false)>{t().parts.cancel}</Button>
            </div>
        </Show>
    }
}

/// What became of each line.
fn report_view(report: ImportReport, open: RwSignal<bool>) -> impl IntoView {
    let words = t().session_form;
    let counts = [
        words.import_lines.of(report.lines.into()),
        words.import_created.of(report.created.into()),
        words.import_refused.of(i64::try_from(report.refused.len()).unwrap_or(i64::MAX)),
    ];
    let tone = if report.refused.is_empty() { Tone::Good } else { Tone::Warn };
    let head =
        [words.import_column_line, words.import_column, words.import_reason].map(str::to_owned).to_vec();
    let rows = report.refused.iter().map(refused).collect_view();
    view! {
        <Notice tone=tone live=true title=words.import_report>
            <p>{counts.join(", ")}</p>
        </Notice>
        {(!report.refused.is_empty())
            .then(|| {
                view! { <Table caption=words.import_report caption_unseen=true head=head>{rows}</Table> }
            })}
        <div class="row">
            <Button weight=Weight::Main on_press=move |()| open.set(false)>{t().parts.close}</Button>
        </div>
    }
}

fn refused(line: &RefusedLine) -> impl IntoView + use<> {
    let words = t().session_form;
    let number = line.line.to_string();
    let faults = if line.errors.is_empty() {
        vec![forprev_core::problem::Fault::new(line.code)]
    } else {
        line.errors.clone()
    };
    let columns: Vec<_> = faults
        .iter()
        .map(|fault| fault.pointer.trim_start_matches('/').to_owned())
        .map(|name| Column::ORDER.into_iter().find(|column| column.as_str() == name))
        .map(|column| column.map_or(words.import_whole_line, heading))
        .collect();
    let reasons = faults
        .into_iter()
        .zip(&columns)
        .map(|(fault, column)| {
            let message = if fault.code == forprev_core::problem::Code::BadDate {
                words.birth_date_unreadable.to_owned()
            } else {
                fault.message
            };
            let several = columns.len() > 1;
            view! { <span class="line">{several.then(|| format!("{column} : "))}{message}</span> }
        })
        .collect_view();
    let mut named = columns.clone();
    named.dedup();
    view! {
        <Row>
            <Cell heading=true label=words.import_column_line><span class="number">{number}</span></Cell>
            <Cell label=words.import_column>{named.join(", ")}</Cell>
            <Cell label=words.import_reason>{reasons}</Cell>
        </Row>
    }
}
