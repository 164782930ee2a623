//! Who is trained: a grid made for the keyboard. Enter goes to the next line, arrows up and down change line, a new
//! line is always there, and what is copied from a spreadsheet can be pasted into any cell.

use super::{
    Known,
    entry::{Entry, cell, line},
    paste::{self, PasteDialog},
};
use crate::{
    components::*,
    device,
    form::{Bound, Form},
    graph::{memo, when_left},
    i18n::{fill, t},
};
use forprev_core::{
    email::is_shared,
    session::{NewTrainee, paste::Column, trainee::DRAFT_MAX},
};
use leptos::prelude::*;

/// The section "Stagiaires", with the ways to fill it.
#[component]
pub fn Trainees(
    /// The form.
    form: Form<Entry>,
    /// What is known.
    known: Known,
    /// Opens the import of a file.
    #[prop(into)]
    on_import: Callback<()>,
    /// Whether there is a report of an import to see again.
    report: Signal<bool>,
    /// Shows it.
    #[prop(into)]
    on_report: Callback<()>,
) -> impl IntoView {
    let words = t().session_form;
    let pasting = RwSignal::new(false);
    let state = form.state();
    let count = memo(move || form.value().with(|entry| entry.to_send().trainees.len()));
    let bounds = memo(move || {
        form.value().with(|entry| {
            let level = known.level(&entry.content.habilitation_id)?;
            let certificate = level.certificate(entry.content.certificate_code.as_deref()?)?;
            Some((certificate.trainees_min, certificate.trainees_max))
        })
    });
    let told = move || {
        let counted = words.trainees_count.of(i64::try_from(count.get()).unwrap_or(i64::MAX));
        let put = |text: &str, minimum: Option<u32>, maximum: Option<u32>| {
            let (minimum, maximum) = (minimum.unwrap_or_default(), maximum.unwrap_or_default());
            fill(text, &[("minimum", &minimum.to_string()), ("maximum", &maximum.to_string())])
        };
        let allowed = bounds.get().and_then(|bounds| match bounds {
            (Some(from), Some(to)) => Some(put(words.trainees_bounds, Some(from), Some(to))),
            (Some(from), None) => Some(put(words.trainees_min, Some(from), None)),
            (None, Some(to)) => Some(put(words.trainees_max, None, Some(to))),
            (None, None) => None,
        });
        match allowed {
            Some(allowed) => format!("{counted} ({allowed})"),
            None => counted,
        }
    };
    let wrong = move || {
        state.error_at("/trainees").map(|message| view! { <Notice tone=Tone::Bad><p>{message}</p></Notice> })
    };
    // A7: an account is personal; told, not refused.
    let shared = memo(move || {
        form.value().with(|entry| {
            let lines = entry.content.trainees.iter().zip(1_usize..);
            let shared = lines.filter(|(one, _)| one.email.as_deref().is_some_and(is_shared));
            let shared: Vec<_> = shared.map(|(_, line)| line.to_string()).collect();
            (!shared.is_empty()).then(|| fill(words.email_shared, &[("lines", &shared.join(", "))]))
        })
    });
    state.name("/trainees", words.trainees.to_owned());
    view! {
        <section class="card" aria-labelledby="section-trainees">
            <div class="row-apart">
                <h2 id="section-trainees">{words.trainees}</h2>
                <div class="row">
                    <Button icon=outline::CLIPBOARD_PASTE on_press=move |()| pasting.set(true)>
                        {words.paste}
                    </Button>
                    <Button icon=outline::UPLOAD on_press=on_import>{words.import}</Button>
                    <Show when=move || report.get()>
                        <Button icon=outline::LIST on_press=on_report>{words.import_again}</Button>
                    </Show>
                </div>
            </div>
            <p class="muted">{words.trainees_help}</p>
            <div id=state.element_id("/trainees") tabindex="-1" class="stack">
                {wrong}
                <p aria-live="polite">{told}</p>
                <Grid form=form known=known/>
                <p class="muted" aria-live="polite">{shared}</p>
            </div>
            <PasteDialog form=form open=pasting/>
        </section>
    }
}

/// The columns of the grid: those of a formateur trainee only where the level trains formateurs, or where something
/// stands in them that has to be seen to be taken out.
fn columns(form: Form<Entry>, known: Known) -> Memo<Vec<Column>> {
    memo(move || {
        form.value().with(|entry| {
            let acteurs =
                known.level(&entry.content.habilitation_id).is_none_or(|level| level.trains_acteurs());
            let more = |trainee: &NewTrainee| trainee.email.is_some() || trainee.forprev_number.is_some();
            let shown = if acteurs && !entry.content.trainees.iter().any(more) { 3 } else { 5 };
            Column::ORDER.into_iter().take(shown).collect()
        })
    })
}

pub(super) fn heading(column: Column) -> &'static str {
    let words = t().session_form;
    match column {
        Column::LastName => words.last_name,
        Column::FirstName => words.first_name,
        Column::BirthDate => words.birth_date,
        Column::Email => words.email,
        Column::ForprevNumber => words.forprev_number,
    }
}

#[component]
fn Grid(form: Form<Entry>, known: Known) -> impl IntoView {
    let words = t().session_form;
    let columns = columns(form, known);
    // One line more than there are trainees, to type the next one.
    let lines = memo(move || {
        form.value()
            .with(|entry| (entry.content.trainees.len() + 1).min(DRAFT_MAX.max(entry.content.trainees.len())))
    });
    move || {
        let shown = columns.get();
        let mut head = vec![words.line.to_owned()];
        head.extend(shown.iter().map(|column| heading(*column).to_owned()));
        head.push(words.row_action.to_owned());
        let shown = StoredValue::new(shown);
        view! {
            <div class="grid">
                <Table caption=words.trainees_caption caption_unseen=true head=head>
                    <For each=move || 0..lines.get() key=|place| *place let:place>
                        <Line form=form place=place columns=shown.get_value() lines=lines/>
                    </For>
                </Table>
            </div>
        }
    }
}

/// A line of the grid: a trainee, or the empty one after the last.
#[component]
fn Line(form: Form<Entry>, place: usize, columns: Vec<Column>, lines: Memo<usize>) -> impl IntoView {
    let words = t().session_form;
    let state = form.state();
    let number = (place + 1).to_string();
    state.name(&line(place), fill(words.row, &[("n", &number)]));
    let begun = memo(move || form.value().with(|entry| place < entry.content.trainees.len()));
    let toasts = Toasts::here();
    let about = fill(words.remove_about, &[("n", &number)]);
    let removed = fill(words.removed, &[("n", &number)]);
    let remove = Callback::new(move |()| {
        form.value().update(|entry| {
            if place < entry.content.trainees.len() {
                entry.content.trainees.remove(place);
            }
        });
        state.changed("/trainees");
        toasts.say(removed.clone());
        state.focus(&cell(place, Column::LastName.as_str()));
    });
    // Leaving a line shows what is wrong with it as a whole: someone who already stands on another.
    let leave = when_left(move || {
        if begun.get_untracked() {
            state.touch(&line(place));
        }
    });
    let cells = columns
        .into_iter()
        .map(|column| {
            let move_on =
                move |event: web_sys::KeyboardEvent| walk(form, &event, place, column, lines.get_untracked());
            view! {
                <Cell label=heading(column) on:keydown=move_on>
                    <Typed form=form place=place column=column/>
                </Cell>
            }
        })
        .collect_view();
    let wrong = move || {
        state.error_at(&line(place)).map(|message| view! { <Notice tone=Tone::Bad><p>{message}</p></Notice> })
    };
    view! {
        <Row
            on:focusout=leave
            on:paste=move |event| paste::into_grid(form, toasts, place, &event)
            attr:id=state.element_id(&line(place))
            attr:tabindex="-1"
        >
            <Cell heading=true label=words.line>
                <span class="number">{number}</span>
                {wrong}
            </Cell>
            {cells}
            <Cell>
                <Show when=move || begun.get()>
                    <Button
                        weight=Weight::Quiet
                        small=true
                        icon=outline::TRASH
                        about=about.clone()
                        on_press=remove
                    >
                        {words.remove}
                    </Button>
                </Show>
            </Cell>
        </Row>
    }
}

/// A cell in which one types.
#[component]
fn Typed(form: Form<Entry>, place: usize, column: Column) -> impl IntoView {
    let words = t().session_form;
    let label = fill(words.row_field, &[("field", heading(column)), ("n", &(place + 1).to_string())]);
    let bind = bound(form, place, column);
    match column {
        Column::BirthDate => view! {
            <div on:focusout=when_left(move || form.value().update(|entry| entry.write_out(place)))>
                <TextInput bind=bind label=label label_unseen=true inputmode="numeric"/>
            </div>
        }
        .into_any(),
        Column::Email => {
            view! { <TextInput bind=bind label=label label_unseen=true inputmode="email"/> }.into_any()
        }
        _ => view! { <TextInput bind=bind label=label label_unseen=true/> }.into_any(),
    }
}

fn bound(form: Form<Entry>, place: usize, column: Column) -> Bound<String> {
    form.bind(
        cell(place, column.as_str()),
        move |entry| {
            let Some(trainee) = entry.content.trainees.get(place) else { return String::new() };
            match column {
                Column::LastName => trainee.last_name.clone(),
                Column::FirstName => trainee.first_name.clone(),
                Column::BirthDate => trainee.birth_date.clone(),
                Column::Email => trainee.email.clone().unwrap_or_default(),
                Column::ForprevNumber => trainee.forprev_number.clone().unwrap_or_default(),
            }
        },
        move |entry, text| {
            entry.type_in(place, |trainee| match column {
                Column::LastName => trainee.last_name = text,
                Column::FirstName => trainee.first_name = text,
                Column::BirthDate => trainee.birth_date = text,
                Column::Email => trainee.email = (!text.is_empty()).then_some(text),
                Column::ForprevNumber => trainee.forprev_number = (!text.is_empty()).then_some(text),
            });
        },
    )
}

/// Keys that change line: Enter to the beginning of the next one, arrows in the same column.
fn walk(form: Form<Entry>, event: &web_sys::KeyboardEvent, place: usize, column: Column, lines: usize) {
    if event.ctrl_key() || event.alt_key() || event.meta_key() || event.is_composing() {
        return;
    }
    let to = match event.key().as_str() {
        "Enter" if event.shift_key() => place.checked_sub(1).map(|place| (place, column)),
        "Enter" => Some((place + 1, Column::LastName)),
        "ArrowDown" => Some((place + 1, column)),
        "ArrowUp" => place.checked_sub(1).map(|place| (place, column)),
        _ => return,
    };
    // Enter never sends the form from the grid.
    event.prevent_default();
    if let Some((place, column)) = to.filter(|(place, _)| *place < lines) {
        device::focus(&form.state().element_id(&cell(place, column.as_str())));
    }
}
