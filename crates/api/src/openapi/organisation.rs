//! Operations on organisations, and on the files by which they are entered and changed.

use super::operation::Described;
use forprev_core::{
    endpoint as e,
    organisation::{
        file::{
            Assignment, FileContent, FileDecision, FileQuery, HandOver, Message, NewMessage,
            OrganisationFile, OrganisationFileRow,
        },
        record::{Organisation, OrganisationQuery, OrganisationRow},
    },
    problem::Code,
    query::PageQuery,
};

const TAG: &str = "organisations";
/// What may be wrong with a content in shape.
const SHAPE: &[Code] = &[
    Code::TooLong,
    Code::ControlCharacter,
    Code::NameCharacters,
    Code::BadDate,
    Code::BadFormat,
    Code::BadChoice,
    Code::SiretInvalid,
];
/// What may refuse a submission by rule: O1, O3, O4, O6.
const RULES: &[Code] = &[
    Code::OrganisationIncomplete,
    Code::AddressUnknownCommune,
    Code::AddressCommuneAmbiguous,
    Code::SiretAlreadyRegistered,
    Code::UrssafTooOld,
    Code::UrssafInFuture,
    Code::ChangeEmpty,
    Code::FileState,
];
/// What may be wrong with words that are said.
const WORDS: &[Code] = &[Code::Required, Code::TooLong, Code::ControlCharacter];

pub(super) fn operations() -> Vec<Described> {
    let mut all = organisations();
    all.extend(drafts());
    all.extend(decisions());
    all.extend(messages());
    all
}

fn organisations() -> Vec<Described> {
    vec![
        Described::new(
            e::LIST_ORGANISATIONS,
            TAG,
            "Organisations",
            "Those that the caller reads: one's own, one's caisse's, all of them to INRS. By name.",
        )
        .query::<OrganisationQuery>()
        .lists::<OrganisationRow>("A page of organisations.")
        .refuses(&[Code::BadCursor, Code::BadChoice, Code::TooLong, Code::ControlCharacter]),
        Described::new(
            e::GET_ORGANISATION,
            TAG,
            "An organisation",
            "What is in force of it, who instructs its files, and the change that is running.",
        )
        .answers::<Organisation>(200, "The organisation."),
        Described::new(
            e::UPDATE_ORGANISATION,
            TAG,
            "Change what is not instructed",
            "What is present replaces, an empty text clears, what is absent stays. The signatory, the contact and what is \
             published change at once; all else is for a change that the caisse examines (O2).",
        )
        .json::<FileContent>()
        .must_say_version()
        .answers::<Organisation>(200, "The organisation.")
        .refuses(SHAPE)
        .refuses(&[Code::OrganisationInstructed, Code::OrganisationIncomplete]),
        Described::new(
            e::CONFIRM_ORGANISATION,
            TAG,
            "Confirm the data of an organisation",
            "They are right today: what each request needs on the day of its submission (H6).",
        )
        .may_say_version()
        .answers::<Organisation>(200, "The organisation."),
        Described::new(
            e::OPEN_ORGANISATION_CHANGE,
            TAG,
            "Begin a change",
            "A file with what is in force, in which what is instructed can be changed. The old values stay in force until \
             the caisse accepts (O2). One at a time.",
        )
        .answers::<OrganisationFile>(201, "The draft.")
        .answers::<OrganisationFile>(200, "In a trial: the draft that would be.")
        .refuses(&[Code::FileOpen]),
    ]
}

fn drafts() -> Vec<Described> {
    vec![
        Described::new(
            e::LIST_ORGANISATION_FILES,
            TAG,
            "Organisation files",
            "An applicant's own; to agents those that were submitted to them, the oldest first.",
        )
        .query::<FileQuery>()
        .lists::<OrganisationFileRow>("A page of files.")
        .refuses(&[Code::BadCursor, Code::BadChoice, Code::BadFormat, Code::TooLong, Code::ControlCharacter]),
        Described::new(
            e::CREATE_ORGANISATION_FILE,
            TAG,
            "Begin an organisation file",
            "A draft, incomplete as it may be (O6): what would refuse its submission stands in `violations`.",
        )
        .json::<FileContent>()
        .answers::<OrganisationFile>(201, "The draft.")
        .answers::<OrganisationFile>(200, "In a trial: the draft that would be.")
        .refuses(SHAPE),
        Described::new(
            e::GET_ORGANISATION_FILE,
            TAG,
            "An organisation file",
            "With what is missing, what changed, what happened, and what the caller may do.",
        )
        .answers::<OrganisationFile>(200, "The file."),
        Described::new(
            e::UPDATE_ORGANISATION_FILE,
            TAG,
            "Write an organisation file",
            "What is present replaces, an empty text clears, what is absent stays.",
        )
        .json::<FileContent>()
        .must_say_version()
        .answers::<OrganisationFile>(200, "The file.")
        .refuses(SHAPE)
        .refuses(&[Code::FileState]),
        Described::new(
            e::SUBMIT_ORGANISATION_FILE,
            TAG,
            "Submit an organisation file",
            "To the caisse of its commune (O1), or to INRS where there is none. All that is missing or wrong is told at once.",
        )
        .may_say_version()
        .answers::<OrganisationFile>(200, "The file.")
        .refuses(SHAPE)
        .refuses(RULES),
        Described::new(
            e::ABANDON_ORGANISATION_FILE,
            TAG,
            "Give up an organisation file",
            "It can be taken up again for 30 days; then it is erased.",
        )
        .may_say_version()
        .answers::<OrganisationFile>(200, "The file.")
        .refuses(&[Code::FileState]),
        Described::new(
            e::RESTORE_ORGANISATION_FILE,
            TAG,
            "Take up again what was given up",
            "A draft again, with all that it held.",
        )
        .may_say_version()
        .answers::<OrganisationFile>(200, "The file.")
        .refuses(&[Code::FileState, Code::FileOpen]),
    ]
}

fn decisions() -> Vec<Described> {
    vec![
        Described::new(
            e::ASSIGN_ORGANISATION_FILE,
            TAG,
            "Take a file in hand",
            "Or give it to another agent who may instruct it.",
        )
        .json::<Assignment>()
        .may_say_version()
        .answers::<OrganisationFile>(200, "The file.")
        .refuses(&[Code::BadFormat, Code::BadReference, Code::FileState]),
        Described::new(
            e::HAND_OVER_ORGANISATION_FILE,
            TAG,
            "Hand a file over",
            "Another caisse, or INRS, is to instruct it. The move is recorded.",
        )
        .json::<HandOver>()
        .may_say_version()
        .answers::<OrganisationFile>(200, "The file.")
        .refuses(WORDS)
        .refuses(&[Code::BadReference, Code::FileState]),
        Described::new(
            e::VALIDATE_ORGANISATION_FILE,
            TAG,
            "Validate a file",
            "It becomes an organisation, and its author the first gestionnaire; a change comes into force.",
        )
        .may_say_version()
        .answers::<OrganisationFile>(200, "The file.")
        .refuses(&[Code::SiretAlreadyRegistered, Code::AddressUnknownCommune, Code::FileState]),
        Described::new(
            e::RETURN_ORGANISATION_FILE,
            TAG,
            "Send a file back",
            "With what to complete, field by field. The caisse's clock stands until it comes back.",
        )
        .json::<FileDecision>()
        .may_say_version()
        .answers::<OrganisationFile>(200, "The file.")
        .refuses(WORDS)
        .refuses(&[Code::BadChoice, Code::FileState]),
        Described::new(e::REFUSE_ORGANISATION_FILE, TAG, "Refuse a file", "With the reason.")
            .json::<FileDecision>()
            .may_say_version()
            .answers::<OrganisationFile>(200, "The file.")
            .refuses(WORDS)
            .refuses(&[Code::BadChoice, Code::FileState]),
    ]
}

fn messages() -> Vec<Described> {
    vec![
        Described::new(
            e::LIST_ORGANISATION_FILE_MESSAGES,
            TAG,
            "Messages of a file",
            "In order. Notes among agents are told to agents alone.",
        )
        .query::<PageQuery>()
        .lists::<Message>("A page of messages.")
        .refuses(&[Code::BadCursor, Code::BadChoice]),
        Described::new(
            e::WRITE_ORGANISATION_FILE_MESSAGE,
            TAG,
            "Write about a file",
            "To the other side, who is mailed as they chose; or, `internal`, a note among agents.",
        )
        .json::<NewMessage>()
        .answers::<Message>(201, "The message.")
        .answers::<Message>(200, "In a trial: the message that would be.")
        .refuses(WORDS)
        .refuses(&[Code::FileState]),
    ]
}
