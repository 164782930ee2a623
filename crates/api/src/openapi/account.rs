//! Operations of accounts, and of those who run the server.

use super::operation::Described;
use forprev_core::{
    actor::Me,
    certificate::OwnCertificate,
    endpoint as e,
    problem::Code,
    query::PageQuery,
    sign_in::{Credentials, Demo},
    task::Task,
};

pub(super) fn operations() -> Vec<Described> {
    vec![
        Described::new(
            e::LOGIN,
            "account",
            "Sign in",
            "By e-mail address or Forprev number (U1). Sets the cookies `forprev_access` (10 minutes), \
             `forprev_refresh` (7 days) and `forprev_csrf`. After some failures further tries have to wait, by account \
             and by address.",
        )
        .json::<Credentials>()
        .answers::<Me>(200, "Signed in: who.")
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
        .answers::<Me>(200, "Who."),
        Described::new(
            e::LIST_TASKS,
            "account",
            "What there is to do",
            "Computed from the state of things: sessions to verify, to correct, to submit, certificates to generate.",
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
