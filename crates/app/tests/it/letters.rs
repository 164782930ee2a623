//! Decision letters as files: what pdftotext reads of them (D1–D3).

use crate::certificate_pdf::tool::{Pdf, letters};
use chrono::{DateTime, Utc};
use forprev_app::render::letter::letter;
use forprev_core::letter::{LetterKind, LetterText, Values, examples};

fn at() -> DateTime<Utc> {
    "2026-03-12T09:00:00Z".parse().unwrap()
}

#[test]
fn each_kind_is_read_back_as_it_is_written() {
    for kind in LetterKind::ALL {
        let text_of = LetterText::of(kind.first_model(), &examples());
        let pdf = Pdf::new(letter(&text_of, "Commission nationale d’habilitation", at()).unwrap());
        let read = letters(&pdf.text());
        for needed in kind.needs() {
            let words = needed.example();
            assert!(read.contains(&letters(words)), "{kind:?} lacks {words}: {read}");
        }
        assert!(read.contains(&letters(&text_of.title)), "{kind:?}: {read}");
        pdf.assert_sound();
    }
}

#[test]
fn a_long_letter_goes_on_over_pages_and_loses_no_word() {
    let reason: Vec<String> =
        (0..150).map(|place| format!("Point {place} : œuvre, été, naïf, Łukasz.")).collect();
    let values: Values = [("motif".to_owned(), reason.join("\n\n"))].into();
    let text_of = LetterText::of(LetterKind::Refusal.first_model(), &values);
    let pdf = Pdf::new(letter(&text_of, "Commission nationale d’habilitation", at()).unwrap());
    let read = letters(&pdf.text());
    for place in 0..150 {
        assert!(read.contains(&letters(&format!("Point {place} : œuvre, été, naïf, Łukasz."))), "{place}");
    }
    assert!(read.contains(&letters("page 2")));
    pdf.assert_sound();
}
