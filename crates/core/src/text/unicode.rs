//! Unicode's normal forms: by tables of our own, and in a browser by the browser's, which has the same ones. A page
//! would otherwise load 50 KB of them.

#[cfg(not(target_arch = "wasm32"))]
pub(super) use tables::{composed, is_mark, without_marks};

#[cfg(target_arch = "wasm32")]
pub(super) use browser::{composed, is_mark, without_marks};

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

    fn marks() -> RegExp {
        RegExp::new(r"\p{M}", "gu")
    }
}
