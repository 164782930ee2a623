//! Operations on habilitation requests.

use super::operation::Described;
use forprev_core::{
    endpoint as e,
    organisation::file::{Assignment, HandOver, Message, NewMessage},
    problem::Code,
    query::PageQuery,
    request::{
        NewDecision, NewRequest, Request, RequestPatch, RequestRow,
        instruction::{GridAnswers, NewInrsOpinion, NewOpinion, NewReturn},
        offer::Offer,
        query::RequestQuery,
    },
    session::Comment,
};

const TAG: &str = "requests";
/// What may be wrong with a content in shape.
const SHAPE: &[Code] = &[
    Code::Required,
    Code::TooLong,
    Code::TooManyItems,
    Code::ControlCharacter,
    Code::BadFormat,
    Code::BadChoice,
    Code::BadReference,
];
/// What may refuse a submission by rule: H2, H6 to H9, O1.
const RULES: &[Code] = &[
    Code::RenewalTooEarly,
    Code::RenewalTooLate,
    Code::RequestNotOffered,
    Code::RequestAlreadyOpen,
    Code::RequestAdminDataNotConfirmed,
    Code::RequestAdminChangePending,
    Code::RequestPlatformMissing,
    Code::RequestPlatformNotNeeded,
    Code::RequestDocumentMissing,
    Code::FormateurUnknown,
    Code::AddressUnknownCommune,
    Code::AddressCommuneAmbiguous,
    Code::Required,
    Code::RequestState,
];
/// What may be wrong with words that are said.
const WORDS: &[Code] = &[Code::Required, Code::TooLong, Code::ControlCharacter, Code::RequestState];

pub(super) fn operations() -> Vec<Described> {
    let mut all = drafts();
    all.extend(instruction());
    all.extend(decision());
    all
}

fn drafts() -> Vec<Described> {
    vec![
        Described::new(
            e::LIST_REQUESTABLE,
            TAG,
            "What an organisation can request",
            "Every dispositif and level of the catalogue: what kind of request it would be, and why it cannot be made today \
             (H2, H7). What is held is renewed.",
        )
        .query::<PageQuery>()
        .lists::<Offer>("A page of dispositifs and levels.")
        .refuses(&[Code::BadCursor, Code::BadChoice]),
        Described::new(
            e::CREATE_REQUEST,
            TAG,
            "Begin a habilitation request",
            "A draft needs only its dispositif and level; what the rules say of it stands in `violations`, until its \
             submission. A renewal without content begins with that of what was granted before.",
        )
        .json::<NewRequest>()
        .answers::<Request>(201, "The draft.")
        .or_answers::<Request>(200, "In a trial: the draft that would be.")
        .refuses(SHAPE)
        .refuses(&[Code::RequestAlreadyOpen, Code::RenewalTooEarly, Code::RequestNotOffered]),
        Described::new(
            e::LIST_REQUESTS,
            TAG,
            "Habilitation requests",
            "Those that the caller sees, the longest submitted first unless asked otherwise: those of their organisation, \
             drafts too; of their caisse once submitted; all those for INRS; for the CNH those that have come to it.",
        )
        .query::<RequestQuery>()
        .lists::<RequestRow>("A page of requests.")
        .refuses(&[
            Code::BadCursor,
            Code::BadChoice,
            Code::BadFormat,
            Code::Required,
            Code::TooLong,
            Code::ControlCharacter,
        ]),
        Described::new(
            e::GET_REQUEST,
            TAG,
            "A habilitation request",
            "With what is missing, its progress and delays, and what the caller may do. What is confidential, and who does \
             what among those who instruct, is not told to the applicant.",
        )
        .answers::<Request>(200, "The request."),
        Described::new(
            e::UPDATE_REQUEST,
            TAG,
            "Write a request",
            "While it is a draft, or was sent back. What is present replaces, what is absent stays.",
        )
        .json::<RequestPatch>()
        .must_say_version()
        .answers::<Request>(200, "The request.")
        .refuses(SHAPE)
        .refuses(&[Code::RequestState]),
        Described::new(
            e::SUBMIT_REQUEST,
            TAG,
            "Submit a request",
            "To the caisse of the head office. All that is missing or wrong is told at once. One that was sent back takes up \
             where it was.",
        )
        .may_say_version()
        .answers::<Request>(200, "The request.")
        .refuses(RULES),
        Described::new(
            e::ABANDON_REQUEST,
            TAG,
            "Give a request up",
            "Until it is decided; another can then be made for the same dispositif and level.",
        )
        .json::<Comment>()
        .may_say_version()
        .answers::<Request>(200, "The request.")
        .refuses(&[Code::TooLong, Code::ControlCharacter, Code::RequestState]),
        Described::new(
            e::LIST_REQUEST_MESSAGES,
            TAG,
            "Messages of a request",
            "In order. Notes among those who instruct are told to them alone.",
        )
        .query::<PageQuery>()
        .lists::<Message>("A page of messages.")
        .refuses(&[Code::BadCursor, Code::BadChoice]),
        Described::new(
            e::WRITE_REQUEST_MESSAGE,
            TAG,
            "Write about a request",
            "To the other side, who is mailed as they chose; or, `internal`, a note among those who instruct.",
        )
        .json::<NewMessage>()
        .answers::<Message>(201, "The message.")
        .or_answers::<Message>(200, "In a trial: the message that would be.")
        .refuses(WORDS),
    ]
}

fn instruction() -> Vec<Described> {
    let step = |endpoint, summary, description| {
        Described::new(endpoint, TAG, summary, description)
            .may_say_version()
            .refuses(&[Code::RequestState])
            .answers::<Request>(200, "The request.")
    };
    vec![
        step(e::ADMIT_REQUEST, "Find a request admissible", "The caisse now forms its opinions."),
        step(
            e::RETURN_REQUEST,
            "Send a request back",
            "With what to complete, field by field and document by document. The clock stands still until it comes again.",
        )
        .json::<NewReturn>()
        .refuses(WORDS)
        .refuses(&[Code::TooManyItems, Code::BadDate, Code::DayPast]),
        step(e::ASSIGN_REQUEST, "Take a request on", "Or give it to another agent who may instruct it.")
            .json::<Assignment>()
            .refuses(&[Code::BadFormat, Code::BadReference]),
        step(
            e::HAND_OVER_REQUEST,
            "Hand a request over",
            "Another caisse, or INRS, is to instruct it. The move is recorded.",
        )
        .json::<HandOver>()
        .refuses(WORDS)
        .refuses(&[Code::BadReference]),
        Described::new(
            e::ANSWER_GRID,
            TAG,
            "Fill in the examination grid",
            "The answers that are sent replace those before; the others stay. What is not met feeds the letter.",
        )
        .json::<GridAnswers>()
        .must_say_version()
        .answers::<Request>(200, "The request.")
        .refuses(SHAPE)
        .refuses(&[Code::RequestState]),
        step(
            e::GIVE_OPINION,
            "Give an opinion of the caisse",
            "Pedagogical, or technical where the level requires platforms. A later one takes its place.",
        )
        .json::<NewOpinion>()
        .refuses(WORDS)
        .refuses(&[Code::BadChoice]),
        step(e::FORWARD_REQUEST, "Hand a request to INRS", "With the opinions of the caisse, all of them given.")
            .refuses(&[Code::RequestOpinionMissing]),
        step(e::GIVE_INRS_OPINION, "Give the opinion of INRS", "With it the request goes to the CNH.")
            .json::<NewInrsOpinion>()
            .refuses(WORDS)
            .refuses(&[Code::BadChoice]),
    ]
}

fn decision() -> Vec<Described> {
    vec![
        Described::new(
            e::DECIDE_REQUEST,
            TAG,
            "Record a decision of the CNH",
            "Granted, refused, or adjourned to a later sitting. A grant makes the habilitation with its number, and its days \
             by H3 and H4; the end can be stated. A whole sitting is decided in one go by `decide_sitting`.",
        )
        .json::<NewDecision>()
        .may_say_version()
        .answers::<Request>(200, "The request.")
        .refuses(SHAPE)
        .refuses(&[
            Code::BadDate,
            Code::BadOrder,
            Code::RequestState,
            Code::RequestDecisionDay,
            Code::RequestAdminChangePending,
        ]),
    ]
}
