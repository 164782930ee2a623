//! Unicode's normal forms, cases and kinds of letters: by tables of our own, and in a browser by the browser's, which
//! has the same ones. A page would otherwise load 60 KB of them.

#[cfg(not(target_arch = "wasm32"))]
pub(super) use tables::{composed, is_alphabetic, is_mark, is_numeric, lower, upper, without_marks};

#[cfg(target_arch = "wasm32")]
pub(super) use browser::{composed, is_alphabetic, is_mark, is_numeric, lower, upper, without_marks};

#[cfg(not(target_arch = "wasm32"))]
mod tables {
    use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

    /// The composed form, NFC.
    pub(in crate::text) fn composed(text: &str) -> String {
        text.nfc().collect()
    }

    /// Whether a character is a mark (general category M).
    pub(in crate::text) fn is_mark(c: char) -> bool {
        is_combining_mark(c)
    }

    /// The compatible decomposed form, NFKD, without its marks.
    pub(in crate::text) fn without_marks(text: &str) -> String {
        text.nfkd().filter(|c| !is_combining_mark(*c)).collect()
    }

    /// Character by character.
    pub(in crate::text) fn upper(text: &str) -> String {
        text.chars().flat_map(char::to_uppercase).collect()
    }

    /// Character by character: no sigma is final.
    pub(in crate::text) fn lower(text: &str) -> String {
        text.chars().flat_map(char::to_lowercase).collect()
    }

    /// Whether a character is alphabetic (property Alphabetic).
    pub(in crate::text) fn is_alphabetic(c: char) -> bool {
        c.is_alphabetic()
    }

    /// Whether a character is a number of some kind (general category N).
    pub(in crate::text) fn is_numeric(c: char) -> bool {
        c.is_numeric()
    }
}

#[cfg(target_arch = "wasm32")]
mod browser {
    use js_sys::{JsString, RegExp};

    /// The composed form, NFC.
    pub(in crate::text) fn composed(text: &str) -> String {
        if text.is_ascii() { text.to_owned() } else { JsString::from(text).normalize("NFC").into() }
    }

    /// Whether a character is a mark (general category M); the first of them is U+0300.
    pub(in crate::text) fn is_mark(c: char) -> bool {
        c >= '\u{300}' && marks().test(c.encode_utf8(&mut [0; 4]))
    }

    /// The compatible decomposed form, NFKD, without its marks.
    pub(in crate::text) fn without_marks(text: &str) -> String {
        if text.is_ascii() {
            return text.to_owned();
        }
        JsString::from(text).normalize("NFKD").replace_by_pattern(&marks(), "").into()
    }

    /// Character by character.
    pub(in crate::text) fn upper(text: &str) -> String {
        if text.is_ascii() { text.to_ascii_uppercase() } else { JsString::from(text).to_upper_case().into() }
    }

    /// Character by character: no sigma is final.
    pub(in crate::text) fn lower(text: &str) -> String {
        if text.is_ascii() {
            return text.to_ascii_lowercase();
        }
        String::from(JsString::from(text).to_lower_case()).replace('ς', "σ")
    }

    /// Whether a character is alphabetic (property Alphabetic).
    pub(in crate::text) fn is_alphabetic(c: char) -> bool {
        if c.is_ascii() { c.is_ascii_alphabetic() } else { is(c, r"\p{Alphabetic}") }
    }

    /// Whether a character is a number of some kind (general category N).
    pub(in crate::text) fn is_numeric(c: char) -> bool {
        if c.is_ascii() { c.is_ascii_digit() } else { is(c, r"\p{N}") }
    }

    fn is(c: char, kind: &str) -> bool {
        RegExp::new(kind, "u").test(c.encode_utf8(&mut [0; 4]))
    }

    fn marks() -> RegExp {
        RegExp::new(r"\p{M}", "gu")
    }
}
