//! Operations on sessions and their trainees.

use super::operation::Described;
use crate::form;
use forprev_core::{
    endpoint as e,
    formateur::Candidate,
    problem::Code,
    query::{ImportQuery, SessionQuery},
    session::{
        Comment, NewSession, NewTrainee, Results, Session, SessionPatch, SessionRow, TraineePatch,
        import::{ImportMode, ImportReport},
    },
};

/// What may be wrong with the content of a session in shape.
const SHAPE: &[Code] = &[
    Code::Required,
    Code::TooLong,
    Code::TooManyItems,
    Code::ControlCharacter,
    Code::NameCharacters,
    Code::BadDate,
    Code::BadFormat,
    Code::BadChoice,
    Code::BadReference,
    Code::BadOrder,
    Code::SessionTooManyTrainees,
    Code::TraineeFieldNotAllowed,
    Code::TraineeUnknownPerson,
];

/// What may refuse a session by rule: S1 to S8, S15.
const RULES: &[Code] = &[
    Code::Required,
    Code::BadReference,
    Code::HabilitationNotValid,
    Code::HabilitationSuspended,
    Code::HabilitationWithdrawn,
    Code::AddressUnknownCommune,
    Code::AddressCommuneAmbiguous,
    Code::SessionWindowTooEarly,
    Code::SessionWindowTooLate,
    Code::SessionClosed,
    Code::FormateurNotQualified,
    Code::FormateurQualificationExpired,
    Code::FormateurUnknown,
    Code::SessionFormateursMissing,
    Code::SessionTooFewTrainees,
    Code::SessionTooManyTrainees,
    Code::TraineeDuplicate,
    Code::TraineeBirthDate,
    Code::TraineeIsFormateur,
    Code::TraineeFieldNotAllowed,
    Code::TraineeIdentityIncomplete,
    Code::TraineeUnknownPerson,
];

pub(super) fn operations() -> Vec<Described> {
    let mut all = sessions();
    all.extend(steps());
    all.extend(trainees());
    all
}

fn sessions() -> Vec<Described> {
    vec![
        Described::new(
            e::LIST_SESSIONS,
            "sessions",
            "Sessions",
            "Those that the caller sees, the union over their profiles; empty for who has none.",
        )
        .query::<SessionQuery>()
        .lists::<SessionRow>("A page of sessions.")
        .refuses(&[Code::BadCursor, Code::BadDate, Code::BadChoice, Code::BadFormat, Code::TooLong, Code::ControlCharacter]),
        Described::new(
            e::CREATE_SESSION,
            "sessions",
            "Declare a session",
            "Makes a draft. It needs only its habilitation; what would refuse its submission today stands in \
             `violations`, what the caller may do with it in `actions`.",
        )
        .json::<NewSession>()
        .answers::<Session>(201, "The draft.")
        .answers::<Session>(200, "In a trial: the draft that would be.")
        .refuses(SHAPE)
        .refuses(&[Code::NotFound, Code::DelegationNone]),
        Described::new(
            e::GET_SESSION,
            "sessions",
            "A session",
            "With its trainees for those who may see them, its violations and what the caller may do.",
        )
        .answers::<Session>(200, "The session."),
        Described::new(
            e::UPDATE_SESSION,
            "sessions",
            "Correct a session",
            "What is present replaces, `null` clears, what is absent stays. In `draft` and `returned` only (S10).",
        )
        .json::<SessionPatch>()
        .must_say_version()
        .answers::<Session>(200, "The session.")
        .refuses(SHAPE)
        .refuses(&[Code::SessionState, Code::DelegationNone]),
        Described::new(e::CANCEL_SESSION, "sessions", "Cancel a session", "Erases it, until it is certified (S10).")
            .must_say_version()
            .nothing(204, "Erased.")
            .refuses(&[Code::SessionState, Code::DelegationNone]),
    ]
}

fn steps() -> Vec<Described> {
    vec![
        Described::new(
            e::SUBMIT_SESSION,
            "sessions",
            "Hand a session to its lead formateur",
            "Every rule is checked (S1 to S8, S15); all that refuses is told at once.",
        )
        .may_say_version()
        .answers::<Session>(200, "The session, `submitted`.")
        .refuses(RULES)
        .refuses(&[Code::SessionState, Code::DelegationNone]),
        Described::new(
            e::RETURN_SESSION,
            "sessions",
            "Send a session back to its declarer",
            "By the lead formateur, with a comment.",
        )
        .json::<Comment>()
        .may_say_version()
        .answers::<Session>(200, "The session, `returned`.")
        .refuses(&[Code::Required, Code::TooLong, Code::ControlCharacter, Code::SessionState, Code::ClientValidation]),
        Described::new(
            e::REOPEN_SESSION,
            "sessions",
            "Send a verified session back to its lead formateur",
            "By its declarer, with a comment, or taken back by the lead. The results are cleared (S10).",
        )
        .json::<Comment>()
        .may_say_version()
        .answers::<Session>(200, "The session, `submitted`.")
        .refuses(&[Code::Required, Code::TooLong, Code::ControlCharacter, Code::SessionState]),
        Described::new(
            e::RECORD_RESULTS,
            "sessions",
            "Verify a session",
            "S11: the lead formateur confirms dates and identities and gives every trainee a result. First signature \
             (S13).",
        )
        .json::<Results>()
        .may_say_version()
        .answers::<Session>(200, "The session, `verified`.")
        .refuses(RULES)
        .refuses(&[
            Code::BadFormat,
            Code::BadChoice,
            Code::TooManyItems,
            Code::ResultsIncomplete,
            Code::ResultsNotConfirmed,
            Code::ResultsTooEarly,
            Code::SessionState,
            Code::ClientValidation,
        ]),
    ]
}

fn trainees() -> Vec<Described> {
    vec![
        Described::new(
            e::ADD_TRAINEE,
            "sessions",
            "Add a trainee",
            "Of an acteur, last name, first name and birth date only (S15).",
        )
        .json::<NewTrainee>()
        .may_say_version()
        .answers::<Session>(201, "The session.")
        .answers::<Session>(200, "In a trial: the session that would be.")
        .refuses(SHAPE)
        .refuses(&[Code::SessionState, Code::DelegationNone]),
        Described::new(
            e::UPDATE_TRAINEE,
            "sessions",
            "Correct a trainee",
            "What is present replaces, `null` clears, what is absent stays.",
        )
        .json::<TraineePatch>()
        .must_say_version()
        .answers::<Session>(200, "The session.")
        .refuses(SHAPE)
        .refuses(&[Code::SessionState, Code::DelegationNone]),
        Described::new(e::REMOVE_TRAINEE, "sessions", "Take a trainee out", "A change to the session.")
            .must_say_version()
            .answers::<Session>(200, "The session.")
            .refuses(&[Code::SessionState, Code::DelegationNone]),
        Described::new(
            e::IMPORT_TRAINEES,
            "sessions",
            "Add the trainees of a file",
            "CSV (`;`, `,` or tab; UTF-8 or Windows-1252) or XLSX, told apart by its bytes; as the body itself, or as the \
             file of a `multipart/form-data` form. Columns by header (nom, \
             prénom, date de naissance, or their English names) or by order; dates JJ/MM/AAAA, ISO, or a spreadsheet's \
             own. Created and refused lines together are the file's lines.",
        )
        .query::<ImportQuery>()
        .names::<ImportMode>()
        .file(&[
            "text/csv",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            form::MEDIA_TYPE,
        ])
        .refuses(&[Code::Malformed])
        .may_say_version()
        .answers::<ImportReport>(200, "What became of each line.")
        .refuses(&[
            Code::ImportUnreadable,
            Code::ImportEmpty,
            Code::ImportColumns,
            Code::SessionTooManyTrainees,
            Code::SessionState,
            Code::DelegationNone,
        ]),
        Described::new(
            e::LIST_TRAINEE_CANDIDATES,
            "sessions",
            "Persons who may be this trainee",
            "C4: for a formateur trainee, existing persons of the same identity, address and number masked. They are few: \
             one page holds them all.",
        )
        .lists::<Candidate>("The candidates.")
        .refuses(&[Code::DelegationNone]),
    ]
}
