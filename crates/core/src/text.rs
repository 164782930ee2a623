//! Text typed by people: its cleaning, its lengths, and the comparison of names (S7).

mod unicode;

use chrono::NaiveDate;

/// The longest last or first name, in characters after [`clean`].
pub const NAME_MAX: usize = 80;
/// The longest name of a place or of an organisation, in characters.
pub const PLACE_MAX: usize = 120;
/// The longest line of an address, in characters.
pub const ADDRESS_MAX: usize = 200;
/// The longest phone number, in characters.
pub const PHONE_MAX: usize = 30;
/// The longest comment, in characters.
pub const COMMENT_MAX: usize = 2_000;
/// The longest external reference, in characters.
pub const EXTERNAL_REF_MAX: usize = 100;

/// The text as it is stored: in Unicode's composed form (NFC), without spaces around it. Inner spaces stay.
///
/// ```
/// use forprev_core::text::clean;
///
/// assert_eq!(clean("  He\u{301}le\u{300}ne  "), "Hélène");
/// ```
#[must_use]
pub fn clean(text: &str) -> String {
    unicode::composed(text.trim())
}

/// How many characters a text has once cleaned: what the lengths of the rules count.
///
/// ```
/// assert_eq!(forprev_core::text::length(" He\u{301}le\u{300}ne "), 6);
/// ```
#[must_use]
pub fn length(text: &str) -> usize {
    unicode::composed(text.trim()).chars().count()
}

/// Whether a text holds a character that controls rather than shows: the control characters, the line and
/// paragraph separators, and the marks that turn the direction of what follows.
///
/// ```
/// use forprev_core::text::has_control_character;
///
/// assert!(has_control_character("Marie\0"));
/// assert!(!has_control_character("Jean-Noël d’Été"));
/// ```
#[must_use]
pub fn has_control_character(text: &str) -> bool {
    text.chars().any(|c| {
        c.is_control()
            || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    })
}

/// Whether a text, once cleaned, can be a last or first name: 1 to 80 letters, marks, spaces, hyphens, apostrophes
/// and full stops, with at least one letter.
///
/// ```
/// use forprev_core::text::is_name;
///
/// assert!(is_name("Jean-Noël"));
/// assert!(is_name("D’Été St. Clair"));
/// assert!(!is_name("R2D2"));
/// assert!(!is_name("-"));
/// ```
#[must_use]
pub fn is_name(text: &str) -> bool {
    let name = clean(text);
    (1..=NAME_MAX).contains(&name.chars().count())
        && name.chars().all(|c| is_letter(c) || unicode::is_mark(c) || is_name_punctuation(c))
        && name.chars().any(is_letter)
        && !has_stacked_marks(&name)
}

// Roman numerals and the like are alphabetic to Unicode and numeric too: they are not letters of a name. Nor are
// letters in circles and squares, nor fillers that nobody sees. Letters beyond the first plane are of no name in use
// here, and the longest of them would not fit a QR code that a phone can read.
fn is_letter(c: char) -> bool {
    let drawn = matches!(c, '\u{24b6}'..='\u{24e9}');
    let unseen = matches!(c, '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}');
    c <= '\u{ffff}'
        && !drawn
        && !unseen
        && unicode::is_alphabetic(c)
        && !unicode::is_numeric(c)
        && !unicode::is_mark(c)
}

/// How many marks one letter carries at the most: more would be drawn over the lines above and below.
const MARKS_MAX: usize = 3;

fn has_stacked_marks(name: &str) -> bool {
    let mut marks = 0;
    name.chars().any(|c| {
        marks = if unicode::is_mark(c) { marks + 1 } else { 0 };
        marks > MARKS_MAX
    })
}

// Spreadsheets and word processors put no-break spaces and typographic hyphens where people typed plain ones.
fn is_name_punctuation(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '-' | '\u{2010}' | '\u{2011}' | '\'' | '\u{2019}' | '.')
}

/// What names are compared by (S7): NFKD, marks removed, œ→oe, æ→ae, ß→ss, ø→o, ł→l, đ→d, ı→i, upper case, and
/// everything but letters and digits removed.
///
/// ```
/// use forprev_core::text::identity_key;
///
/// assert_eq!(identity_key("Jean-Pierre"), "JEANPIERRE");
/// assert_eq!(identity_key("Lœïc d’Åß"), "LOEICDASS");
/// ```
#[must_use]
pub fn identity_key(text: &str) -> String {
    folded(text).chars().filter(|c| is_letter_or_digit(*c)).collect()
}

/// What a search compares: the same folding in lower case, with the words kept apart by one space.
///
/// ```
/// use forprev_core::text::search_key;
///
/// assert_eq!(search_key("  Bâtiment & Œuvres d’Orléans "), "batiment oeuvres d orleans");
/// ```
#[must_use]
pub fn search_key(text: &str) -> String {
    let folded = unicode::lower(&folded(text));
    let words = folded.split(|c: char| !is_letter_or_digit(c)).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// The letters of a text without marks or ligatures, in upper case.
fn folded(text: &str) -> String {
    unicode::upper(&unicode::without_marks(text).chars().flat_map(without_ligature).collect::<String>())
}

fn is_letter_or_digit(c: char) -> bool {
    unicode::is_alphabetic(c) || unicode::is_numeric(c)
}

// The letters that Unicode does not decompose. The second place is a mark, which the next step would have removed.
fn without_ligature(c: char) -> impl Iterator<Item = char> {
    let (first, second) = match c {
        'œ' | 'Œ' => ('O', Some('E')),
        'æ' | 'Æ' => ('A', Some('E')),
        'ß' | 'ẞ' => ('S', Some('S')),
        'ø' | 'Ø' => ('O', None),
        'ł' | 'Ł' => ('L', None),
        'đ' | 'Đ' => ('D', None),
        'ı' => ('I', None),
        other => (other, None),
    };
    std::iter::once(first).chain(second)
}

/// Whether two people, each given by last name, first name and birth date, count as the same one (S7).
///
/// ```
/// use chrono::NaiveDate;
/// use forprev_core::text::same_identity;
///
/// let born = NaiveDate::from_ymd_opt(1990, 4, 2).unwrap();
/// assert!(same_identity(("Le Goff", "Jean-Noël", born), ("LEGOFF", "jean noel", born)));
/// ```
#[must_use]
pub fn same_identity(a: (&str, &str, NaiveDate), b: (&str, &str, NaiveDate)) -> bool {
    a.2 == b.2 && identity_key(a.0) == identity_key(b.0) && identity_key(a.1) == identity_key(b.1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    use super::*;

    #[test]
    fn s7_names_compare_as_the_rule_says() {
        for (a, b) in [
            ("Jean-Pierre", "JEANPIERRE"),
            ("Jean Pierre", "jean-pierre"),
            ("Lœuillet", "LOEUILLET"),
            ("ŒUVRARD", "oeuvrard"),
            ("Lætitia", "Laetitia"),
            ("Strauß", "STRAUSS"),
            ("STRAUẞ", "strauss"),
            ("Sørensen", "Sorensen"),
            ("ǾRSTED", "orsted"),
            ("Łukasz", "Lukasz"),
            ("Đặng", "dang"),
            ("Işıl", "ISIL"),
            ("İpek", "ipek"),
            ("D'Été", "d’ete"),
            ("Élodie", "E\u{301}lodie"),
            ("ﬁlip", "Filip"),
            ("Ａnne", "anne"),
            ("St. Clair", "ST CLAIR"),
        ] {
            assert_eq!(identity_key(a), identity_key(b), "{a} / {b}");
        }
        for (a, b) in
            [("Martin", "Martine"), ("Anne Marie", "Annie"), ("Muller", "Mueller"), ("Ольга", "Olga")]
        {
            assert_ne!(identity_key(a), identity_key(b), "{a} / {b}");
        }
    }

    #[test]
    fn s7_first_and_last_name_are_compared_apart() {
        let born = NaiveDate::from_ymd_opt(1990, 4, 2).unwrap();
        assert!(!same_identity(("Martin", "Paul", born), ("Martinpaul", "", born)));
        assert!(!same_identity(("Martin", "Paul", born), ("Paul", "Martin", born)));
        assert!(!same_identity(("Martin", "Paul", born), ("Martin", "Paul", born.succ_opt().unwrap())));
    }

    #[test]
    fn names_that_can_be_stored() {
        for name in [
            "A",
            "O'Brien",
            "O’Brien",
            "Nguyễn",
            "de la Tour",
            "M.",
            "Ḥasan",
            "Łukasz",
            "李",
            " Anne ",
            "N\u{303}andu",
            "Le\u{a0}Goff",
            "Anne\u{2011}Marie",
        ] {
            assert!(is_name(name), "{name}");
        }
        for refused in [
            "",
            "   ",
            "-",
            "'",
            "...",
            "R2",
            "Henri Ⅳ",
            "a@b",
            "Anne/Marie",
            "Anne, Marie",
            "<b>",
            "a\tb",
            "a\nb",
            "a\0",
            "Anne_Marie",
            "\u{202e}Anne",
            "🙂",
            "\u{301}",
        ] {
            assert!(!is_name(refused), "{refused:?}");
        }
        assert!(is_name(&"é".repeat(NAME_MAX)));
        assert!(is_name(&"e\u{301}".repeat(NAME_MAX)), "counted after NFC");
        assert!(!is_name(&"é".repeat(NAME_MAX + 1)));
    }

    #[test]
    fn search_keys_keep_words_apart() {
        for (text, key) in [
            ("Saint-Étienne", "saint etienne"),
            ("  L'Haÿ-les-Roses ", "l hay les roses"),
            ("A.P.S. 2S", "a p s 2s"),
            ("--", ""),
            ("STRAẞE", "strasse"),
        ] {
            assert_eq!(search_key(text), key);
        }
    }

    #[test]
    fn control_characters_are_seen() {
        for text in ["a\0", "\u{7f}", "a\nb", "a\tb", "\u{85}", "\u{2028}", "\u{202e}abc"] {
            assert!(has_control_character(text), "{text:?}");
        }
        assert!(!has_control_character("Œuvre n°\u{a0}3 « été » 🙂 👩\u{200d}🚒"));
    }

    /// Every character, not a sample: a key of a key is the key, and holds only letters and digits.
    #[test]
    fn keys_are_idempotent_for_every_character() {
        for c in (0..=u32::from(char::MAX)).filter_map(char::from_u32) {
            let key = identity_key(c.encode_utf8(&mut [0; 4]));
            assert_eq!(identity_key(&key), key, "identity key of {c:?}");
            let key = search_key(c.encode_utf8(&mut [0; 4]));
            assert_eq!(search_key(&key), key, "search key of {c:?}");
        }
    }

    fn name() -> impl Strategy<Value = String> {
        prop_oneof!["[a-cA-Cé œß'-]{0,4}", "\\PC{0,6}", "[eé\u{301}Eé]{0,3}"]
    }

    fn person() -> impl Strategy<Value = (String, String, NaiveDate)> {
        (name(), name(), 0i32..2).prop_map(|(last, first, day)| {
            (last, first, NaiveDate::from_num_days_from_ce_opt(730_000 + day).unwrap())
        })
    }

    proptest! {
        #[test]
        fn s7_same_identity_is_an_equivalence(a in person(), b in person(), c in person()) {
            fn parts(p: &(String, String, NaiveDate)) -> (&str, &str, NaiveDate) { (&p.0, &p.1, p.2) }
            let same = |x, y| same_identity(parts(x), parts(y));
            prop_assert!(same(&a, &a));
            prop_assert_eq!(same(&a, &b), same(&b, &a));
            if same(&a, &b) && same(&b, &c) {
                prop_assert!(same(&a, &c));
            }
        }

        #[test]
        fn cleaning_and_keys_are_idempotent(text in "\\PC{0,40}") {
            let cleaned = clean(&text);
            prop_assert_eq!(clean(&cleaned), cleaned.clone());
            prop_assert_eq!(length(&text), cleaned.chars().count());
            let key = identity_key(&text);
            prop_assert_eq!(identity_key(&key), key.clone());
            prop_assert_eq!(identity_key(&cleaned), key);
            let search = search_key(&text);
            prop_assert_eq!(search_key(&search), search);
        }

        /// How a name is written does not matter to the comparison.
        #[test]
        fn s7_case_accents_and_separators_do_not_count(name in "[a-zà-öù-ý]{1,12}", cut in 0usize..12) {
            let upper: String = name.to_uppercase();
            let decomposed: String = name.nfd().collect();
            let hyphenated: String = name.chars().enumerate()
                .flat_map(|(i, c)| (i == cut).then_some('-').into_iter().chain([c])).collect();
            for other in [upper, decomposed, hyphenated] {
                prop_assert_eq!(identity_key(&other), identity_key(&name));
            }
        }

        #[test]
        fn a_name_has_no_control_character(text in "\\PC{0,20}") {
            if is_name(&text) {
                prop_assert!(!has_control_character(&clean(&text)));
                prop_assert!(!identity_key(&text).is_empty());
            }
        }
    }
}
