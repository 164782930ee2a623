//! Passwords (A11) and addresses (A2, A7), at their edges.

use forprev_core::{
    account::password::{Owner, PASSWORD_MAX, refusal},
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
