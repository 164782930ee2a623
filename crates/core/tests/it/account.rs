//! Passwords (A11), addresses (A2, A7) and first steps (U5, A8), at their edges.

use forprev_core::{
    account::{
        onboarding::{OnboardingStep as Step, Standing, data_check_due, is_done, left},
        password::{Owner, PASSWORD_MAX, refusal},
    },
    actor::{Profile, ProfileKind},
    email::{is_shared, meant},
    problem::Code,
};

fn code(password: &str, owner: Owner<'_>) -> Option<Code> {
    refusal(password, owner, "/password").map(|fault| fault.code)
}

#[test]
fn a11_what_a_password_may_be() {
    let longest = "é b ç d f".repeat(PASSWORD_MAX).chars().take(PASSWORD_MAX).collect::<String>();
    for (password, expected) in [
        ("", Some(Code::Required)),
        ("élève mouil", Some(Code::PasswordTooShort)),
        ("élève mouill", None),
        (longest.as_str(), None),
        (&format!("{longest}x"), Some(Code::TooLong)),
        // No kind of character is asked for.
        ("toutenminuscules et long", None),
        ("quatre girafes sous un tilleul", None),
        // Figures, few letters, keyboards.
        ("123456789012", Some(Code::PasswordLeaked)),
        ("31/12/1999 31/12/1999", Some(Code::PasswordLeaked)),
        ("abababababab", Some(Code::PasswordLeaked)),
        ("azertyuiop12", Some(Code::PasswordLeaked)),
        // Listed words, however they are written.
        ("motdepasse2026", Some(Code::PasswordLeaked)),
        ("M0tDePasse!2026", Some(Code::PasswordLeaked)),
        ("Été-Été-Été-1", Some(Code::PasswordLeaked)),
        ("Soleil & Soleil 123", Some(Code::PasswordLeaked)),
        ("Forprev-Formation-2026", Some(Code::PasswordLeaked)),
        ("soleil licorne chocolat guitare", None),
    ] {
        assert_eq!(code(password, Owner::default()), expected, "{password}");
    }
}

#[test]
fn a11_a_password_is_not_about_its_owner() {
    let (email, number) = ("a.le-goff@test.example".parse().unwrap(), "JKA37899".parse().unwrap());
    let owner = Owner {
        last_name: "Le Goff",
        first_name: "Anaïs",
        email: Some(&email),
        forprev_number: Some(&number),
    };
    for (password, about) in [
        ("la maison des goff", true),
        ("mon ANAIS préférée", true),
        ("à la.le-goff près", true),
        ("toujours jka37899 !", true),
        // Short parts of names are in every other word.
        ("le chemin des vagues", false),
    ] {
        let expected = about.then_some(Code::PasswordPersonal);
        assert_eq!(code(password, owner), expected, "{password}");
    }
}

#[test]
fn a2_a_slip_in_a_domain_is_seen() {
    for (typed, better) in [
        ("anne@gmial.com", Some("anne@gmail.com")),
        ("anne@gmail.con", Some("anne@gmail.com")),
        ("anne@gmail.co", Some("anne@gmail.com")),
        ("anne@gmaill.com", Some("anne@gmail.com")),
        ("anne@Hotmial.fr", Some("anne@hotmail.fr")),
        ("anne@wanadooo.fr", Some("anne@wanadoo.fr")),
        ("anne@gmail.com", None),
        ("anne@ymail.com", None),
        ("anne@free.fr", None),
        ("anne@sfr.com", None),
        ("anne@prevention.example", None),
        ("anne", None),
        ("", None),
    ] {
        assert_eq!(meant(typed).as_deref(), better, "{typed}");
    }
}

#[test]
fn a7_an_address_of_several_readers_is_seen() {
    for (typed, shared) in [
        ("contact@formation.example", true),
        (" SECRETARIAT@formation.example ", true),
        ("anne.contact@formation.example", false),
        ("", false),
    ] {
        assert_eq!(is_shared(typed), shared, "{typed}");
    }
}

#[test]
fn u5_who_takes_which_steps_in_what_order() {
    use ProfileKind::{Demandeur, Formateur, Gestionnaire, Instructeur};
    let day = "2026-11-23".parse().ok();
    // Profiles; finished once, data confirmed, mails chosen, a caisse, no offer of a second factor.
    for (kinds, (finished, data, mails, caisse, factor), expected, done) in [
        (
            vec![Demandeur],
            (false, false, false, false, false),
            vec![Step::Data, Step::Notifications, Step::SecondFactor, Step::Done],
            false,
        ),
        (
            vec![Demandeur, Formateur],
            (false, false, false, false, false),
            vec![Step::Data, Step::Notifications, Step::Caisse, Step::SecondFactor, Step::Done],
            false,
        ),
        (
            vec![Formateur],
            (false, true, false, true, false),
            vec![Step::Notifications, Step::SecondFactor, Step::Done],
            false,
        ),
        (vec![Formateur], (false, true, true, false, true), vec![Step::Caisse, Step::Done], false),
        (vec![Instructeur], (false, false, true, false, true), vec![Step::Data, Step::Done], false),
        (vec![Gestionnaire], (false, true, true, false, true), vec![Step::Done], false),
        // Once is enough, but for the caisse of who became a formateur since.
        (vec![Gestionnaire], (true, false, false, false, false), vec![], true),
        (vec![Gestionnaire, Formateur], (true, true, false, false, false), vec![Step::Caisse], false),
        (vec![Gestionnaire, Formateur], (true, true, true, true, false), vec![], true),
        // A caisse is none of the others' matter.
        (vec![], (false, true, true, false, true), vec![Step::Done], false),
    ] {
        let profiles: Vec<_> = kinds.iter().copied().map(Profile::alone).collect();
        let caisse = caisse.then_some("RENNES");
        let standing = Standing {
            profiles: &profiles,
            finished,
            checked_on: day.filter(|_| data),
            chose_mails: mails,
            caisse,
            second_factor: factor,
        };
        assert_eq!(left(&standing), expected, "{standing:?}");
        assert_eq!(is_done(finished, &profiles, caisse), done, "{standing:?}");
        // Where nothing is left all is reachable, and the other way round.
        assert_eq!(left(&standing).is_empty(), done, "{standing:?}");
    }
    let optional = [Step::SecondFactor, Step::Done, Step::Unknown];
    assert!(optional.iter().all(|step| !step.is_needed()));
}

#[test]
fn a8_data_are_due_again_after_twelve_months_to_the_day() {
    let day = |text: &str| text.parse().unwrap();
    for (checked_on, today, due) in [
        (None, "2026-11-23", true),
        (Some("2026-11-23"), "2026-11-23", false),
        (Some("2025-11-24"), "2026-11-23", false),
        (Some("2025-11-23"), "2026-11-23", true),
        (Some("2025-11-22"), "2026-11-23", true),
        // The 29th of February has no like a year later: months end where they end.
        (Some("2024-02-29"), "2025-02-27", false),
        (Some("2024-02-29"), "2025-02-28", true),
        (Some("2023-02-28"), "2024-02-28", true),
        // A clock that went back asks for nothing.
        (Some("2027-01-01"), "2026-11-23", false),
    ] {
        assert_eq!(data_check_due(checked_on.map(day), day(today)), due, "{checked_on:?} {today}");
    }
}
