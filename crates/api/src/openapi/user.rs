//! Operations on users of an organisation, on invitations, on agents.

use super::operation::Described;
use forprev_core::{
    endpoint as e,
    problem::Code,
    query::{AgentQuery, RemovalQuery, UserQuery},
    user::{
        AcceptInvitation, Accepted, Agent, AgentPatch, DeclaredAgent, DeclaredUser, InvitationToken,
        NamedSuccessor, NewAgent, NewSuccessor, NewUser, OpenedInvitation, Review, Reviewed, User, UserPatch,
    },
};

/// What may be wrong with the person who is declared.
const PERSON: [Code; 9] = [
    Code::Required,
    Code::TooLong,
    Code::ControlCharacter,
    Code::NameCharacters,
    Code::BadDate,
    Code::BadFormat,
    Code::BadChoice,
    Code::BadReference,
    Code::PersonBirthDate,
];
/// What may be wrong with what is attached to a délégataire.
const ATTACHED: [Code; 11] = [
    Code::TooManyItems,
    Code::BadFormat,
    Code::BadDate,
    Code::BadChoice,
    Code::BadReference,
    Code::ControlCharacter,
    Code::DayPast,
    Code::DelegationMissing,
    Code::HabilitationNotValid,
    Code::HabilitationSuspended,
    Code::HabilitationWithdrawn,
];
/// Why a token opens nothing.
const TOKEN: [Code; 6] = [
    Code::Required,
    Code::BadFormat,
    Code::InvitationUnknown,
    Code::InvitationUsed,
    Code::InvitationCancelled,
    Code::InvitationExpired,
];

pub(super) fn operations() -> Vec<Described> {
    let mut all = of_users();
    all.extend(of_invitations());
    all.extend(of_agents());
    all
}

fn of_users() -> Vec<Described> {
    vec![
        Described::new(
            e::LIST_USERS,
            "users",
            "Users of an organisation",
            "E6: gestionnaires and délégataires with their state and last sign-in, and the invitations that wait. CSV \
             by `Accept: text/csv`.",
        )
        .query::<UserQuery>()
        .lists::<User>("A page of users, by name; as CSV, all of them.")
        .or_text("text/csv")
        .refuses(&[Code::BadCursor, Code::BadChoice, Code::TooLong, Code::ControlCharacter]),
        Described::new(
            e::DECLARE_USER,
            "users",
            "Declare a user",
            "U2, U3: invites somebody by mail; the invitation can be accepted for five days. With `?dry_run=true` it is \
             the first of two steps: everything is checked, and `known` says whether somebody of this address and this \
             birth date has an account.",
        )
        .json::<NewUser>()
        .answers::<DeclaredUser>(201, "Invited.")
        .answers::<DeclaredUser>(200, "In a trial: the invitation that would be.")
        .refuses(&PERSON)
        .refuses(&ATTACHED)
        .refuses(&[Code::UserExists, Code::InvitationExists]),
        Described::new(
            e::REVIEW_USERS,
            "users",
            "Confirm accesses",
            "E11: these users may stay what they are. What nobody confirms for a year is asked for by mail; a délégataire \
             whom nobody confirms then is suspended.",
        )
        .json::<Review>()
        .answers::<Reviewed>(200, "Confirmed.")
        .refuses(&[
            Code::Required,
            Code::TooManyItems,
            Code::BadFormat,
            Code::ControlCharacter,
            Code::BadReference,
        ]),
        Described::new(e::GET_USER, "users", "A user", "Or an invitation that waits.")
            .answers::<User>(200, "The user."),
        Described::new(
            e::UPDATE_USER,
            "users",
            "Change what is attached to a délégataire",
            "U3: the habilitations, and the last day. What was attached may stay; what is added is valid today.",
        )
        .json::<UserPatch>()
        .must_say_version()
        .answers::<User>(200, "The user.")
        .refuses(&ATTACHED),
        Described::new(
            e::REMOVE_USER,
            "users",
            "Remove a user",
            "E10: their sessions that are not certified are handed to `hand_over_to`, who has to be able to act on them. \
             One gestionnaire stays (U4).",
        )
        .query::<RemovalQuery>()
        .must_say_version()
        .nothing(204, "Removed.")
        .refuses(&[
            Code::GestionnaireLast,
            Code::HandOverNeeded,
            Code::HandOverUnable,
            Code::BadReference,
            Code::BadFormat,
        ]),
        Described::new(
            e::SUSPEND_USER,
            "users",
            "Suspend a user",
            "From their next request on, they have no right here. One gestionnaire stays (U4).",
        )
        .may_say_version()
        .answers::<User>(200, "Suspended.")
        .refuses(&[Code::GestionnaireLast]),
        Described::new(
            e::RESUME_USER,
            "users",
            "Give the rights back",
            "Which confirms the access for a year.",
        )
        .may_say_version()
        .answers::<User>(200, "Active again."),
    ]
}

fn of_invitations() -> Vec<Described> {
    vec![
        Described::new(
            e::NAME_SUCCESSOR,
            "users",
            "Invite a gestionnaire on proof",
            "E10: of an organisation that nobody is left to manage. By its caisse, or INRS; those who manage it, if any, are \
             told. With `?dry_run=true` it is the first of two steps: it tells of which organisation.",
        )
        .json::<NewSuccessor>()
        .answers::<NamedSuccessor>(201, "Invited.")
        .answers::<NamedSuccessor>(200, "In a trial: the invitation that would be.")
        .refuses(&PERSON)
        .refuses(&[Code::SiretInvalid, Code::OrganisationUnknown, Code::UserExists]),
        Described::new(
            e::SEND_INVITATION_AGAIN,
            "users",
            "Send an invitation again",
            "With another link, good for five more days; the one before is worth nothing any more.",
        )
        .answers::<User>(200, "Sent again."),
        Described::new(
            e::CANCEL_INVITATION,
            "users",
            "Cancel an invitation",
            "It can no longer be accepted.",
        )
        .nothing(204, "Cancelled."),
        Described::new(
            e::OPEN_INVITATION,
            "users",
            "What an invitation is",
            "To whoever holds the mailed token, which stands after the `#` of the address. Whether the address has an \
             account is told to them alone.",
        )
        .json::<InvitationToken>()
        .answers::<OpenedInvitation>(200, "The invitation.")
        .refuses(&TOKEN)
        .refuses(&[Code::Csrf]),
        Described::new(
            e::ACCEPT_INVITATION,
            "users",
            "Accept an invitation",
            "U2, once: whoever is signed in accepts with their account, where it is of the same address, or of the same \
             names and birth date; whose address has no account chooses a password and gets one. Nobody is signed in \
             by it.",
        )
        .json::<AcceptInvitation>()
        .answers::<Accepted>(200, "Accepted.")
        .refuses(&TOKEN)
        .refuses(&[
            Code::Csrf,
            Code::TooLong,
            Code::ControlCharacter,
            Code::PasswordTooShort,
            Code::InvitationSignIn,
            Code::InvitationAnother,
            Code::UserExists,
        ]),
    ]
}

fn of_agents() -> Vec<Described> {
    vec![
        Described::new(
            e::LIST_AGENTS,
            "agents",
            "Agents",
            "E12: of the caisses, of INRS and of the CNH, and the invitations that wait.",
        )
        .query::<AgentQuery>()
        .lists::<Agent>("A page of agents, by name.")
        .refuses(&[Code::BadCursor, Code::BadChoice, Code::TooLong, Code::ControlCharacter]),
        Described::new(
            e::DECLARE_AGENT,
            "agents",
            "Declare an agent",
            "Invites somebody by mail, as users are; with `?dry_run=true` the first of two steps.",
        )
        .json::<NewAgent>()
        .answers::<DeclaredAgent>(201, "Invited.")
        .answers::<DeclaredAgent>(200, "In a trial: the invitation that would be.")
        .refuses(&PERSON)
        .refuses(&[Code::UserExists, Code::InvitationExists]),
        Described::new(
            e::UPDATE_AGENT,
            "agents",
            "Change an agent's post",
            "Another caisse, or another rank.",
        )
        .json::<AgentPatch>()
        .must_say_version()
        .answers::<Agent>(200, "The agent.")
        .refuses(&[
            Code::AgentLast,
            Code::Required,
            Code::TooLong,
            Code::ControlCharacter,
            Code::BadChoice,
            Code::BadReference,
        ]),
        Described::new(
            e::REMOVE_AGENT,
            "agents",
            "End an agent's post",
            "Or cancel an invitation that waits. One administrator of INRS stays.",
        )
        .must_say_version()
        .nothing(204, "Ended.")
        .refuses(&[Code::AgentLast]),
        Described::new(
            e::SUSPEND_AGENT,
            "agents",
            "Suspend an agent",
            "From their next request on, they have no right of this post. One administrator of INRS stays.",
        )
        .may_say_version()
        .answers::<Agent>(200, "Suspended.")
        .refuses(&[Code::AgentLast]),
        Described::new(e::RESUME_AGENT, "agents", "Give the rights back", "Of a post that was suspended.")
            .may_say_version()
            .answers::<Agent>(200, "Active again."),
        Described::new(
            e::SEND_AGENT_INVITATION_AGAIN,
            "agents",
            "Send an agent's invitation again",
            "With another link, good for five more days; the one before is worth nothing any more.",
        )
        .answers::<Agent>(200, "Sent again."),
    ]
}
