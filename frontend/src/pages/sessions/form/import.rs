//! The trainees of a file, CSV or XLSX: read by the server, with a report line by line.

use super::{desk::Desk, entry::Saved, grid::heading};
use crate::{api::call, components::*, device, failure::Failure, form::Bound, graph::effect, i18n::t};
use forprev_client::Write;
use forprev_core::{
    problem::{Code, Fault},
    session::{
        import::{FILE_MAX, ImportMode, ImportReport, RefusedLine},
        paste::Column,
    },
};
use leptos::prelude::*;

const ALL: &str = "all_or_nothing";
const VALID: &str = "valid_lines";

/// What became of the last file: kept beside the grid while its refused lines are corrected.
#[derive(Clone, Copy, Debug)]
pub struct Importing {
    /// Whether the dialog is open.
    open: RwSignal<bool>,
    /// Whether it shows the report, and not the choice of a file.
    told: RwSignal<bool>,
    report: RwSignal<Option<ImportReport>>,
}

impl Importing {
    /// Nothing was imported yet.
    #[must_use]
    pub fn nothing() -> Self {
        Self { open: RwSignal::new(false), told: RwSignal::new(false), report: RwSignal::new(None) }
    }

    /// Whether there is a report. Tracks.
    #[must_use]
    pub fn is_reported(self) -> bool {
        self.report.with(Option::is_some)
    }

    /// Asks for a file, or shows the report.
    pub fn open(self, report: bool) {
        self.told.set(report);
        self.open.set(true);
    }
}

/// The dialog that imports a file and tells what became of it.
#[component]
pub fn ImportDialog(
    /// The form and what stands on the server.
    desk: Desk,
    /// The import.
    of: Importing,
) -> impl IntoView {
    let words = t().session_form;
    view! {
        <Dialog open=of.open title=words.import_title wide=true>
            {move || match of.report.get().filter(|_| of.told.get()) {
                Some(report) => report_view(report, of.open).into_any(),
                None => view! { <Ask desk=desk of=of/> }.into_any(),
            }}
        </Dialog>
    }
}

/// Which file, and what becomes of the good lines when others are refused.
#[component]
fn Ask(desk: Desk, of: Importing) -> impl IntoView {
    let words = t().session_form;
    let (form, open) = (desk.form, of.open);
    // The file, and the key with which it is stored once, however often it is sent.
    let file = RwSignal::new_local(None::<(web_sys::File, String)>);
    let mode = RwSignal::new(ALL.to_owned());
    let wrong = RwSignal::new(None::<String>);
    // Whether the file was sent: another save that ends meanwhile closes nothing.
    let sent = StoredValue::new(false);
    let has_habilitation = move || form.value().with(|entry| !entry.content.habilitation_id.is_empty());
    let chosen = move || {
        file.with(|file| {
            file.as_ref().map(|(file, _)| crate::i18n::fill(words.import_chosen, &[("name", &file.name())]))
        })
    };
    let choose = move |chosen: web_sys::File| {
        wrong.set(None);
        file.set(Some((chosen, device::random_key())));
    };
    let send = move |()| {
        let Some((file, key)) = file.get_untracked() else {
            wrong.set(Some(words.import_missing.to_owned()));
            return;
        };
        if file.size() > FILE_MAX as f64 {
            wrong.set(Some(Fault::new(Code::TooLarge).message));
            return;
        }
        wrong.set(None);
        let mode =
            if mode.get_untracked() == VALID { ImportMode::ValidLines } else { ImportMode::AllOrNothing };
        let next = move |saved: Saved| {
            let (file, key) = (file.clone(), key.clone());
            async move {
                // What is wrong is said beside the file, where it can be sent again; the dialog may be gone.
                let Some(bytes) = device::bytes_of(&file).await else {
                    let _ = wrong.try_set(Some(words.import_unreadable.to_owned()));
                    return Ok(None);
                };
                let key = format!("{key} {mode:?} {}", saved.version);
                let write = Write::once(key).and_version(saved.version);
                let ask = async |client: &forprev_client::Client| {
                    client.import_trainees(saved.id, mode, bytes.clone(), write.clone()).await
                };
                let (before, value) = (desk.baseline.get_untracked(), desk.form.value());
                let earlier = value.with_untracked(|entry| entry.importing.clone());
                // Before it is sent: whoever leaves meanwhile finds their file again.
                value.update(|entry| entry.importing = Some(before));
                let answer = call(ask).await;
                if let Err(failure) = &answer
                    && failure.status().is_some_and(|status| status < 500)
                {
                    value.update(|entry| entry.importing = earlier);
                }
                match answer {
                    Ok(told) => {
                        let session = told.session.clone();
                        of.report.set(Some(told));
                        of.open(true);
                        Ok(Some(session))
                    }
                    Err(failure) if failure.status() == Some(412) || failure == Failure::SignedOut => {
                        Err(failure)
                    }
                    Err(failure) => match wrong.try_set(Some(failure.message())) {
                        None => Ok(None),
                        Some(_) => Err(failure),
                    },
                }
            }
        };
        // Something on the form itself is in the way: it is told there.
        if desk.save_then(next, move |session| desk.join(&session)) {
            sent.set_value(true);
        } else {
            open.set(false);
        }
    };
    let mut was_busy = false;
    effect(move || {
        let busy = form.busy().get();
        // What stopped it is said on the form.
        if was_busy && !busy && sent.get_value() {
            sent.set_value(false);
            if !of.told.get_untracked() && wrong.with_untracked(Option::is_none) {
                open.set(false);
            }
        }
        was_busy = busy;
    });
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
                on_file=choose
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
    let faults = if line.errors.is_empty() { vec![Fault::new(line.code)] } else { line.errors.clone() };
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
            let message = if fault.code == Code::BadDate {
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
