//! Lines copied from a spreadsheet: into a cell of the grid, or into a box made for it. They are read as core's
//! import reads a file; every line gets into the grid, with what is wrong marked on it.

use super::{
    entry::{Entry, cell, line},
    grid::heading,
};
use crate::{
    components::*,
    form::{Bound, Form},
    i18n::{fill, t},
};
use forprev_core::session::{
    NewTrainee,
    paste::{Column, Columns, lines},
    trainee::DRAFT_MAX,
};
use leptos::prelude::*;

/// What was read of a text.
struct Read {
    /// The trainees, those that need correcting included.
    trainees: Vec<NewTrainee>,
    /// How many lines had cells that no column takes.
    left_over: usize,
}

/// Why nothing was read.
enum Unread {
    Empty,
    Columns(Vec<Column>),
    TooMany(usize),
}

fn read(text: &str, already: usize) -> Result<Read, Unread> {
    let found = lines(text);
    let first = found.first().ok_or(Unread::Empty)?;
    let columns = Columns::of(&first.cells);
    let missing = columns.missing();
    if !missing.is_empty() {
        return Err(Unread::Columns(missing));
    }
    let rows = found.get(usize::from(columns.from_headings)..).unwrap_or_default();
    if rows.is_empty() {
        return Err(Unread::Empty);
    }
    if already + rows.len() > DRAFT_MAX {
        return Err(Unread::TooMany(rows.len()));
    }
    let trainees: Vec<_> = rows.iter().map(|row| columns.trainee(&row.cells)).collect();
    let left_over = rows.iter().filter(|row| !columns.left_over(&row.cells).is_empty()).count();
    Ok(Read { trainees, left_over })
}

impl Unread {
    fn message(&self) -> String {
        let words = t().session_form;
        match self {
            Self::Empty => words.paste_empty.to_owned(),
            Self::Columns(missing) => {
                let names: Vec<_> = missing.iter().map(|column| heading(*column)).collect();
                fill(words.paste_columns, &[("columns", &names.join(", "))])
            }
            Self::TooMany(count) => {
                let (count, maximum) = (count.to_string(), DRAFT_MAX.to_string());
                fill(words.paste_too_many, &[("n", &count), ("maximum", &maximum)])
            }
        }
    }
}

/// Puts the lines of `text` into the grid; gives what to tell, and whether something needs correcting.
fn put(form: Form<Entry>, place: usize, text: &str) -> Result<(String, bool), Unread> {
    let already = form.value().with_untracked(|entry| entry.to_send().trainees.len());
    let read = read(text, already)?;
    let count = read.trainees.len();
    let begin = form.value().try_update(|entry| entry.insert(place, read.trainees)).unwrap_or_default();
    form.state().changed("/trainees");
    // What came in bulk was not typed: its faults show at once.
    for place in begin..begin + count {
        form.state().touch(&line(place));
        for column in Column::ORDER {
            form.state().touch(&cell(place, column.as_str()));
        }
    }
    let wrong = untrack(|| wrong(form, begin, count));
    let words = t().session_form;
    let of = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let mut told = vec![words.pasted.of(of(count))];
    if wrong > 0 {
        told.push(words.paste_wrong.of(of(wrong)));
    }
    if read.left_over > 0 {
        told.push(words.paste_left_over.of(of(read.left_over)));
    }
    Ok((told.join(" "), wrong + read.left_over > 0))
}

/// How many of `count` lines from `begin` on the form finds fault with: doubles too, which no line shows by itself.
fn wrong(form: Form<Entry>, begin: usize, count: usize) -> usize {
    let all = form.state().all();
    let at = |place: usize| {
        let (own, below) = (line(place), format!("{}/", line(place)));
        all.iter().any(|shown| shown.pointer == own || shown.pointer.starts_with(&below))
    };
    (begin..begin + count).filter(|place| at(*place)).count()
}

fn tell(toasts: Toasts, outcome: Result<(String, bool), Unread>) -> bool {
    match outcome {
        Ok((told, true)) => toasts.bad(told),
        Ok((told, false)) => toasts.good(told),
        Err(unread) => {
            toasts.bad(unread.message());
            return false;
        }
    }
    true
}

/// A paste into a cell: several cells or lines go to the grid, anything else into the cell as usual.
pub fn into_grid(form: Form<Entry>, toasts: Toasts, place: usize, event: &web_sys::ClipboardEvent) {
    let text = event.clipboard_data().and_then(|data| data.get_data("text/plain").ok()).unwrap_or_default();
    if !text.trim_end().contains(['\t', '\n', '\r']) {
        return;
    }
    event.prevent_default();
    tell(toasts, put(form, place, &text));
}

/// The box for those who would rather see what they paste, on a phone for example.
#[component]
pub fn PasteDialog(
    /// The form.
    form: Form<Entry>,
    /// Whether it is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    let words = t().session_form;
    let toasts = Toasts::here();
    view! {
        <Dialog open=open title=words.paste_title wide=true>
            {move || {
                let typed = RwSignal::new(String::new());
                let wrong = RwSignal::new(None::<String>);
                let add = move |()| {
                    let end = form.value().with_untracked(|entry| entry.content.trainees.len());
                    match put(form, end, &typed.get_untracked()) {
                        Ok(told) => {
                            tell(toasts, Ok(told));
                            open.set(false);
                        }
                        Err(unread) => wrong.set(Some(unread.message())),
                    }
                };
                view! {
                    <div role="alert">
                        {move || wrong.get().map(|text| view! { <Notice tone=Tone::Bad><p>{text}</p></Notice> })}
                    </div>
                    <Textarea
                        bind=Bound::signal("pasted", typed)
                        label=words.paste_field
                        hint=words.paste_hint
                    />
                    <div class="row">
                        <Button weight=Weight::Main icon=outline::PLUS on_press=add>{words.paste_add}</Button>
                        <Button on_press=move |()| open.set(false)>{t().parts.cancel}</Button>
                    </div>
                }
            }}
        </Dialog>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_comes_in_as_it_stands() {
        let Ok(read) =
            read("Nom\tPrénom\tNé le\tVille\nMartin\tPaul\t2/4/1990\tLyon\nDurand\t\t31/02/1990\n", 0)
        else {
            panic!("not read")
        };
        assert_eq!((read.trainees.len(), read.left_over), (2, 1));
        assert_eq!(read.trainees[1].birth_date, "31/02/1990");
    }

    #[test]
    fn what_cannot_come_in_whole_does_not_come_in() {
        assert!(matches!(read(" \n\t\n", 0), Err(Unread::Empty)));
        assert!(
            matches!(read("Nom\tPrénom", 0), Err(Unread::Columns(missing)) if missing == [Column::BirthDate])
        );
        assert!(matches!(read("Nom\tPrénom\tNaissance", 0), Err(Unread::Empty)));
        assert!(matches!(read("A\tB\t02/04/1990", 100), Err(Unread::TooMany(1))));
    }
}
