//! Operations on decision letters, and on their models.

use super::operation::Described;
use forprev_core::{
    endpoint as e,
    letter::{Letter, LetterModel, LetterRow, LetterText, NewLetterModel},
    problem::Code,
    query::PageQuery,
};

const TAG: &str = "letters";
/// What may be wrong with a model.
const MODEL: &[Code] = &[
    Code::Required,
    Code::TooLong,
    Code::ControlCharacter,
    Code::BadChoice,
    Code::BadReference,
    Code::LetterPlaceholderUnknown,
    Code::LetterPlaceholderMissing,
    Code::LetterBraces,
    Code::LetterAppealMissing,
];

pub(super) fn operations() -> Vec<Described> {
    vec![
        Described::new(
            e::LIST_LETTERS,
            TAG,
            "Letters to an organisation",
            "Those that the caller may read, the last first: the organisation's own as long as the habilitation that they \
             are of runs (D2), all of them to those who instruct and decide.",
        )
        .query::<PageQuery>()
        .lists::<LetterRow>("A page of letters.")
        .refuses(&[Code::BadCursor, Code::BadChoice]),
        Described::new(e::GET_LETTER, TAG, "A letter", "Its text in blocks, to be read as a page.")
            .answers::<Letter>(200, "The letter."),
        Described::new(e::GET_LETTER_PDF, TAG, "A letter as PDF", "The same bytes each time.")
            .gives("application/pdf", "The document."),
        Described::new(
            e::LIST_LETTER_MODELS,
            TAG,
            "Models of letters",
            "By kind, the last version first, and the one with which a base begins. Letters are made of those that are \
             `current`.",
        )
        .query::<PageQuery>()
        .lists::<LetterModel>("A page of models.")
        .refuses(&[Code::BadCursor, Code::BadChoice]),
        Described::new(
            e::CREATE_LETTER_MODEL,
            TAG,
            "Write a model",
            "A new version, of which letters are made from now on; those that were made stay as they are. What stands between \
             braces has to exist, and a letter of each kind has what it cannot go without (D3).",
        )
        .json::<NewLetterModel>()
        .answers::<LetterModel>(201, "The version.")
        .answers::<LetterModel>(200, "In a trial: the version that would be.")
        .refuses(MODEL),
        Described::new(
            e::PREVIEW_LETTER,
            TAG,
            "Preview a model",
            "What a letter of it would say, with examples in place of what is filled in. Nothing is kept.",
        )
        .json::<NewLetterModel>()
        .keeps_nothing()
        .answers::<LetterText>(200, "The text.")
        .refuses(MODEL),
        Described::new(e::PREVIEW_LETTER_PDF, TAG, "Preview a model as PDF", "The same as PDF. Nothing is kept.")
            .json::<NewLetterModel>()
            .keeps_nothing()
            .gives("application/pdf", "The document.")
            .refuses(MODEL),
    ]
}
