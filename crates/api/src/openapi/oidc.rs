//! Operations of identities at a provider.

use super::operation::Described;
use forprev_core::{
    actor::Me,
    endpoint as e,
    oidc::{OidcAnswer, OidcBegun, OidcLink, OidcLinks, OidcOffer},
    problem::Code,
    second_factor::PendingSignIn,
};

/// Why what a browser brought from the provider does not serve.
const ANSWER: [Code; 6] = [
    Code::NotFound,
    Code::Required,
    Code::BadFormat,
    Code::OidcExpired,
    Code::OidcRefused,
    Code::OidcUnavailable,
];

pub(super) fn operations() -> Vec<Described> {
    let mut all = at_sign_in();
    all.extend(own());
    all
}

fn at_sign_in() -> Vec<Described> {
    vec![
        Described::new(
            e::GET_OIDC,
            "account",
            "Whether one can sign in at a provider",
            "A13: any provider of OpenID Connect that the operator set up, and what people call it. None by default.",
        )
        .answers::<OidcOffer>(200, "Its name, or `null`."),
        Described::new(
            e::BEGIN_OIDC_LOGIN,
            "account",
            "Begin to sign in at a provider",
            "The browser goes to `url` and keeps `token`. The provider leads it back to `/connexion/retour` with `code` and \
             `state`. Where no provider is set up there is nothing here.",
        )
        .answers::<OidcBegun>(200, "Where to go, and what goes with the answer for ten minutes.")
        .refuses(&[Code::NotFound, Code::OidcUnavailable]),
        Described::new(
            e::FINISH_OIDC_LOGIN,
            "account",
            "Sign in with a provider's answer",
            "The identity stands in the place of the password: only one that its owner linked to an account opens it, and \
             where a second factor is set it is asked for. Sets the cookies of a sign-in. Serves once, whatever comes of it.",
        )
        .json::<OidcAnswer>()
        .answers::<Me>(200, "Signed in: who.")
        .or_answers::<PendingSignIn>(202, "The identity is linked, and a second factor is needed.")
        .refuses(&ANSWER)
        .refuses(&[Code::OidcUnknown]),
    ]
}

fn own() -> Vec<Described> {
    vec![
        Described::new(
            e::LIST_OIDC_LINKS,
            "account",
            "One's own identities at a provider",
            "Those that are linked to one's account; what the provider calls one is not told.",
        )
        .answers::<OidcLinks>(200, "The identities, and what people call the provider of now."),
        Described::new(
            e::BEGIN_OIDC_LINK,
            "account",
            "Begin to link an identity",
            "As to sign in. All changes of identities need one's own confirmed in the last fifteen minutes.",
        )
        .keeps_nothing()
        .answers::<OidcBegun>(200, "Where to go, and what goes with the answer for ten minutes.")
        .refuses(&[Code::NotFound, Code::StepUpRequired, Code::OidcUnavailable]),
        Described::new(
            e::FINISH_OIDC_LINK,
            "account",
            "Link an identity with a provider's answer",
            "From then on it signs in to this account, and to no other. Its owner is told by mail.",
        )
        .keeps_nothing()
        .json::<OidcAnswer>()
        .answers::<OidcLink>(200, "It; as it was, where it was linked to this account already.")
        .refuses(&ANSWER)
        .refuses(&[Code::StepUpRequired, Code::OidcTaken, Code::TooManyItems]),
        Described::new(
            e::REMOVE_OIDC_LINK,
            "account",
            "Remove one of one's own identities",
            "It signs in no more. Its owner is told by mail.",
        )
        .nothing(204, "Removed.")
        .refuses(&[Code::StepUpRequired]),
    ]
}
