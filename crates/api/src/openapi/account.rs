//! Operations of accounts, and of those who run the server.

use super::operation::Described;
use forprev_core::{
    account::{
        link::{LinkToken, LinkUse, OpenedLink},
        onboarding::OnboardingDone,
        own::{EmailChange, Export, MePatch, PasswordAgain, PasswordChange, SignIn},
        request::{AccountRequest, PasswordRequest},
    },
    actor::Me,
    certificate::OwnCertificate,
    endpoint as e,
    problem::Code,
    query::PageQuery,
    second_factor::PendingSignIn,
    sign_in::{Credentials, Demo},
    task::Task,
};

/// Why a link does not serve.
const LINK: &[Code] = &[Code::LinkUnknown, Code::LinkUsed, Code::LinkExpired];
/// Why a new password is refused.
const PASSWORD: &[Code] =
    &[Code::Required, Code::TooLong, Code::PasswordTooShort, Code::PasswordPersonal, Code::PasswordLeaked];

pub(super) fn operations() -> Vec<Described> {
    vec![
        Described::new(
            e::LOGIN,
            "account",
            "Sign in",
            "By e-mail address or Forprev number (U1). Sets the cookies `forprev_access` (10 minutes), \
             `forprev_refresh` (7 days) and `forprev_csrf`, and \
             `forprev_device`, by which the browser is known again. After some failures further tries have to wait, by account \
             and by address. Where a second factor is set, the password alone sets no cookie: 202 says how to go on.",
        )
        .json::<Credentials>()
        .answers::<Me>(200, "Signed in: who.")
        .or_answers::<PendingSignIn>(202, "The password is right, and a second factor is needed.")
        .refuses(&[Code::SignInFailed, Code::Required, Code::BadFormat, Code::ControlCharacter]),
        Described::new(
            e::REFRESH,
            "account",
            "Renew the sign-in",
            "Exchanges the cookie `forprev_refresh`. For 30 seconds the immediate predecessor gives the same \
             successor; an older one that comes back ends the whole sign-in.",
        )
        .nothing(204, "Renewed: the cookies are set anew.")
        .refuses(&[Code::Unauthenticated]),
        Described::new(e::LOGOUT, "account", "Sign out", "Ends the sign-in at once and takes the cookies back.")
            .nothing(204, "Signed out.")
            .refuses(&[Code::Csrf]),
        Described::new(
            e::REQUEST_ACCOUNT,
            "account",
            "Ask for a demandeur account",
            "A2, A4: a mail to the address brings the link that opens it, or tells its owner that they have one already. \
             The answer and its time are the same in both cases. After some requests for one address, or from one \
             network, further ones have to wait.",
        )
        .json::<AccountRequest>()
        .nothing(202, "Taken: a mail is on its way.")
        .refuses(&[
            Code::Required,
            Code::TooLong,
            Code::BadFormat,
            Code::ControlCharacter,
            Code::NameCharacters,
        ]),
        Described::new(
            e::REQUEST_PASSWORD,
            "account",
            "Forgotten password",
            "By e-mail address or Forprev number (U1): where there is such an account, a mail to its owner brings a link \
             that sets another password. The answer and its time are the same where there is none.",
        )
        .json::<PasswordRequest>()
        .nothing(202, "Taken: where there is such an account, a mail is on its way.")
        .refuses(&[Code::Required, Code::BadFormat, Code::ControlCharacter]),
        Described::new(
            e::OPEN_LINK,
            "account",
            "What a one-time link is for",
            "A3: the token stands after `#` in the link's address. Opening leaves it unused.",
        )
        .json::<LinkToken>()
        .answers::<OpenedLink>(200, "What it is for, and until when.")
        .refuses(LINK)
        .refuses(&[Code::Required, Code::TooLong, Code::ControlCharacter]),
        Described::new(
            e::USE_LINK,
            "account",
            "Use a one-time link",
            "A3: sets the password, or confirms the address, that the link is for; once. A password ends all sign-ins of \
             the account; nobody is signed in by a link.",
        )
        .json::<LinkUse>()
        .nothing(204, "Done.")
        .refuses(LINK)
        .refuses(PASSWORD)
        .refuses(&[Code::EmailAlreadyUsed, Code::ControlCharacter]),
        Described::new(
            e::GET_DEMO,
            "account",
            "Accounts of the demonstration",
            "Who can sign in, and how. Exists in demonstration mode only.",
        )
        .answers::<Demo>(200, "The accounts.")
        .refuses(&[Code::NotFound]),
        Described::new(
            e::GET_ME,
            "account",
            "Who is signed in",
            "Names, profiles, what they may do somewhere, and today by the server's clock.",
        )
        .answers::<Me>(200, "Who. `ETag` is the version of their data."),
        Described::new(
            e::UPDATE_ME,
            "account",
            "Correct one's own data",
            "A9, H1: what is present replaces. Names and birth date can be corrected by demandeurs and gestionnaires, and \
             until the first sign-in is done; never by a formateur, whose certificates bear them.",
        )
        .must_say_version()
        .json::<MePatch>()
        .answers::<Me>(200, "As they are now.")
        .refuses(&[
            Code::Required,
            Code::TooLong,
            Code::BadFormat,
            Code::BadDate,
            Code::BadReference,
            Code::ControlCharacter,
            Code::NameCharacters,
            Code::IdentityFixed,
        ]),
        Described::new(
            e::TAKE_ONBOARDING_STEP,
            "account",
            "Take a step of the first sign-in",
            "U5: `data` (they are confirmed; again once a year), `notifications` (what was chosen of mails stands), `caisse` \
             (a formateur chooses one, also who becomes one later), `done`. What is left stands in `onboarding` of the \
             answer; `second_factor` there is an offer, for which `done` does not wait.",
        )
        .json::<OnboardingDone>()
        .answers::<Me>(200, "Who, with what is left to do.")
        .refuses(&[
            Code::Required,
            Code::BadChoice,
            Code::BadReference,
            Code::TooLong,
            Code::ControlCharacter,
            Code::OnboardingIncomplete,
        ]),
        Described::new(
            e::BECOME_DEMANDEUR,
            "account",
            "Become a demandeur",
            "A4: whoever has an account asks for a habilitation with it: they are a demandeur besides what they are. Of who \
             is one already, nothing changes.",
        )
        .answers::<Me>(200, "Who, with what they are now."),
        Described::new(
            e::CHANGE_MY_EMAIL,
            "account",
            "Change one's address",
            "A9: a mail to the new address brings a link that confirms it; then the old one is told. Whether somebody has \
             the new address already is told to none but its owner, when the link is used.",
        )
        .json::<EmailChange>()
        .nothing(202, "Taken: a mail is on its way.")
        .by_password()
        .refuses(&[Code::TooLong, Code::ControlCharacter]),
        Described::new(
            e::CHANGE_MY_PASSWORD,
            "account",
            "Change one's password",
            "A11: 12 characters at least, none of which has to be of any kind. The other sign-ins end.",
        )
        .json::<PasswordChange>()
        .nothing(204, "Changed.")
        .by_password()
        .refuses(PASSWORD),
        Described::new(
            e::LIST_MY_SIGN_INS,
            "account",
            "One's own sign-ins",
            "A14: those that have not ended, with browser, system and network.",
        )
        .query::<PageQuery>()
        .lists::<SignIn>("The sign-ins, the newest first.")
        .refuses(&[Code::BadCursor, Code::BadChoice]),
        Described::new(e::END_MY_SIGN_IN, "account", "End a sign-in", "A14: at once.").nothing(204, "Ended."),
        Described::new(
            e::END_MY_OTHER_SIGN_INS,
            "account",
            "End all other sign-ins",
            "A14: all but the one that asks, at once.",
        )
        .nothing(204, "Ended."),
        Described::new(
            e::EXPORT_MY_DATA,
            "account",
            "Export one's data",
            "All that is kept of the signed-in person: data, profiles, qualifications, certificates, sign-ins, messages, \
             acts.",
        )
        .json::<PasswordAgain>()
        .answers::<Export>(200, "All of it.")
        .by_password(),
        Described::new(
            e::CLOSE_MY_ACCOUNT,
            "account",
            "Close one's account",
            "Ends profiles and sign-ins, and erases address, phone number and password. Qualifications and certificates \
             stay under the number. An organisation keeps at least one gestionnaire (U4).",
        )
        .json::<PasswordAgain>()
        .nothing(204, "Closed: the cookies are taken back.")
        .by_password()
        .refuses(&[Code::GestionnaireLast]),
        Described::new(
            e::LIST_TASKS,
            "account",
            "What there is to do",
            "Computed from the state of things whenever it is asked: sessions to verify, to correct or to submit, certificates \
             to generate, accesses to confirm, invitations without an answer, what one's own account asks for; to those \
             who look after the system what has failed.",
        )
        .query::<PageQuery>()
        .lists::<Task>("The tasks, the most urgent first.")
        .refuses(&[Code::BadCursor, Code::BadChoice]),
        Described::new(
            e::LIST_MY_CERTIFICATES,
            "account",
            "One's own formateur certificates",
            "C3: the certificates of the signed-in formateur.",
        )
        .query::<PageQuery>()
        .lists::<OwnCertificate>("The certificates, the newest first.")
        .refuses(&[Code::BadCursor, Code::BadChoice]),
        Described::new(e::HEALTH_LIVE, "operations", "Whether the server runs", "Also at `/health/live`.")
            .object("application/json", "It runs."),
        Described::new(
            e::HEALTH_READY,
            "operations",
            "Whether the server can work",
            "Its base answers and has its tables. Also at `/health/ready`.",
        )
        .object("application/json", "It can."),
        Described::new(
            e::GET_METRICS,
            "operations",
            "Figures for Prometheus",
            "Requests by method, route and class of status, how long they took, sign-ins sent away, sessions erased, \
             connections to the base. Nobody's data. Also at `/metrics`.",
        )
        .gives("application/openmetrics-text", "The figures, in OpenMetrics' text format."),
        Described::new(e::GET_OPENAPI, "operations", "This document", "OpenAPI 3.1; for people at `/api/docs`.")
            .object("application/json", "The document."),
    ]
}
