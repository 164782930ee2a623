//! Operations of second factors.

use super::operation::Described;
use forprev_core::{
    account::own::PasswordAgain,
    actor::Me,
    endpoint as e,
    problem::Code,
    second_factor::{
        AddedFactor, BeginPasskeyLogin, ConfirmTotp, Confirmed, FinishPasskey, LoginCode, PasskeyAnswer,
        PasskeyOptions, RecoveryCodes, SecondFactors, TotpSetup,
    },
};

const SHAPE: [Code; 3] = [Code::Required, Code::BadFormat, Code::Several];

pub(super) fn operations() -> Vec<Described> {
    let mut all = at_sign_in();
    all.extend(own());
    all
}

fn at_sign_in() -> Vec<Described> {
    let signs_in = |endpoint, summary, description| {
        Described::new(endpoint, "account", summary, description)
            .answers::<Me>(200, "Signed in: who.")
            .refuses(&SHAPE)
            .refuses(&[Code::SecondFactorExpired, Code::SecondFactorWrong])
    };
    vec![
        signs_in(
            e::LOGIN_TOTP,
            "Go on with a code of an application",
            "The second step of a sign-in, with the token of the first. Codes hold for thirty seconds and a step around, \
             and serve once; wrong ones are slowed. Sets the cookies of a sign-in.",
        )
        .json::<LoginCode>()
        .refuses(&[Code::ControlCharacter, Code::TooLong]),
        signs_in(
            e::LOGIN_RECOVERY,
            "Go on with a recovery code",
            "The second step of a sign-in, for who has lost the rest. Each code serves once, and its owner is told.",
        )
        .json::<LoginCode>()
        .refuses(&[Code::ControlCharacter, Code::TooLong]),
        Described::new(
            e::BEGIN_PASSKEY_LOGIN,
            "account",
            "Ask for a passkey to sign in",
            "After the password, with the token of the first step; or alone, without one. Alone it answers whoever asks.",
        )
        .json::<BeginPasskeyLogin>()
        .answers::<PasskeyOptions>(200, "What the browser needs, for five minutes.")
        .refuses(&[
            Code::BadFormat,
            Code::SecondFactorExpired,
            Code::SecondFactorNone,
            Code::PasskeyUnavailable,
        ]),
        signs_in(
            e::FINISH_PASSKEY_LOGIN,
            "Sign in with a passkey",
            "The browser's answer. Whatever is wrong with it, the refusal is the same. Sets the cookies of a sign-in.",
        )
        .json::<PasskeyAnswer>(),
    ]
}

fn own() -> Vec<Described> {
    let fresh = [Code::StepUpRequired];
    let added = |endpoint, summary, description| {
        Described::new(endpoint, "account", summary, description)
            .told_once()
            .answers::<AddedFactor>(200, "It; with the first one ten recovery codes, shown this once.")
            .refuses(&SHAPE)
            .refuses(&[
                Code::StepUpRequired,
                Code::SecondFactorExpired,
                Code::SecondFactorWrong,
                Code::TooManyItems,
                Code::TooLong,
                Code::ControlCharacter,
            ])
    };
    vec![
        Described::new(
            e::LIST_SECOND_FACTORS,
            "account",
            "One's own second factors",
            "With how many recovery codes are left, and whether one must have one: agents must, unless the operator \
             decided otherwise, and reach nothing else until then.",
        )
        .answers::<SecondFactors>(200, "The factors."),
        Described::new(
            e::BEGIN_TOTP,
            "account",
            "Begin to set up codes of an application",
            "A secret, also as an `otpauth` address and as a QR code. Nothing is kept until the first code is shown. As \
             all changes of second factors it needs an identity confirmed in the last fifteen minutes.",
        )
        .keeps_nothing()
        .answers::<TotpSetup>(200, "The secret, shown this once.")
        .refuses(&fresh),
        added(
            e::CONFIRM_TOTP,
            "Set up codes of an application",
            "By the first code. With the first factor, other sign-ins of the person end.",
        )
        .json::<ConfirmTotp>(),
        Described::new(
            e::BEGIN_PASSKEY,
            "account",
            "Begin to make a passkey",
            "For `navigator.credentials.create`.",
        )
        .keeps_nothing()
        .answers::<PasskeyOptions>(200, "What the browser needs, for five minutes.")
        .refuses(&[Code::StepUpRequired, Code::PasskeyUnavailable]),
        added(e::FINISH_PASSKEY, "Set up a passkey", "That the browser made, under a name of one's own.")
            .json::<FinishPasskey>()
            .refuses(&[Code::PasskeyUnavailable]),
        Described::new(
            e::RENEW_RECOVERY_CODES,
            "account",
            "Make new recovery codes",
            "Ten, each of use once; those from before serve no more.",
        )
        .told_once()
        .answers::<RecoveryCodes>(200, "The codes, shown this once.")
        .refuses(&[Code::StepUpRequired, Code::SecondFactorNone]),
        Described::new(
            e::REMOVE_SECOND_FACTOR,
            "account",
            "Remove one of one's own second factors",
            "The last one stays where one must have one; with it the recovery codes go.",
        )
        .nothing(204, "Removed.")
        .refuses(&[Code::StepUpRequired, Code::SecondFactorLast]),
        Described::new(
            e::STEP_UP,
            "account",
            "Confirm one's identity by the password",
            "For fifteen minutes what weighs heavily can then be done. Wrong passwords are slowed as at the sign-in.",
        )
        .json::<PasswordAgain>()
        .answers::<Confirmed>(200, "Until when.")
        .by_password(),
        Described::new(
            e::BEGIN_PASSKEY_STEP_UP,
            "account",
            "Ask for a passkey to confirm one's identity",
            "For `navigator.credentials.get`.",
        )
        .keeps_nothing()
        .answers::<PasskeyOptions>(200, "What the browser needs, for five minutes.")
        .refuses(&[Code::SecondFactorNone, Code::PasskeyUnavailable]),
        Described::new(
            e::FINISH_PASSKEY_STEP_UP,
            "account",
            "Confirm one's identity by a passkey",
            "The browser's answer. As by the password.",
        )
        .told_once()
        .json::<PasskeyAnswer>()
        .answers::<Confirmed>(200, "Until when.")
        .refuses(&SHAPE)
        .refuses(&[Code::SecondFactorExpired, Code::SecondFactorWrong, Code::PasskeyUnavailable]),
        Described::new(
            e::RESET_SECOND_FACTORS,
            "account",
            "Take all second factors away from who has lost them",
            "Their sign-ins end, and they are told. Nobody resets their own.",
        )
        .nothing(204, "Gone, or there were none.")
        .refuses(&fresh),
    ]
}
