//! A mail as plain text, and as HTML that any client shows: one column, no picture, nothing fetched.

use super::compose::Told;
use maud::{DOCTYPE, html};

/// What stands in a mail.
pub(super) struct Page<'a> {
    /// To whom, where that is known.
    pub(super) name: Option<String>,
    pub(super) told: &'a [Told],
    /// The address of the application.
    pub(super) home: &'a str,
    /// Where one stops such mails.
    pub(super) stop: Option<String>,
}

const SENT_BY: &str = "Ce message est envoyé automatiquement par Forprev. Merci de ne pas y répondre.";
const STOP: &str = "Pour ne plus recevoir ces messages par e-mail";

impl Page<'_> {
    fn greeting(&self) -> String {
        self.name.as_ref().map_or_else(|| "Bonjour,".to_owned(), |name| format!("Bonjour {name},"))
    }

    /// The organisation with which a group begins at this place of a mail of several things (I7).
    fn group(&self, place: usize) -> Option<&str> {
        let of = |place: usize| self.told.get(place).and_then(|one| one.organisation.as_ref());
        let before = place.checked_sub(1).and_then(of);
        let group = of(place).filter(|group| self.told.len() > 1 && before != Some(*group))?;
        Some(&group.name)
    }

    /// As plain text: readable as it is, each link whole on a line of its own.
    pub(super) fn text(&self) -> String {
        let mut parts = vec![self.greeting()];
        for (place, one) in self.told.iter().enumerate() {
            if let Some(name) = self.group(place) {
                parts.push(format!("== {name} =="));
            }
            if self.told.len() > 1 {
                parts.push(format!("- {}", one.words.title));
            }
            parts.extend(one.words.paragraphs.iter().cloned());
            if let Some((label, address)) = &one.link {
                parts.push(format!("{label} :\n{address}"));
            }
        }
        parts.push(format!("--\n{SENT_BY}\n{}", self.home));
        if let Some(stop) = &self.stop {
            parts.push(format!("{STOP} :\n{stop}"));
        }
        parts.join("\n\n") + "\n"
    }

    /// As HTML. Styles stand on their elements: many clients take no other.
    pub(super) fn html(&self) -> String {
        const BODY: &str = "margin:0;padding:24px;background:#f4f5f7;color:#1b1f27;\
                            font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif";
        const SHEET: &str = "max-width:600px;margin:0 auto;padding:24px;background:#ffffff;border-radius:8px";
        const BUTTON: &str = "display:inline-block;padding:12px 20px;background:#0b5c6b;color:#ffffff;\
                              border-radius:6px;text-decoration:none;font-weight:600";
        const SMALL: &str = "max-width:600px;margin:16px auto 0;color:#4a5160;font-size:13px";
        html! {
            (DOCTYPE)
            html lang="fr" {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width";
                    title { "Forprev" }
                }
                body style=(BODY) {
                    div style=(SHEET) {
                        p style="margin:0 0 16px;font-weight:700;color:#0b5c6b" { "Forprev" }
                        p { (self.greeting()) }
                        @for (place, one) in self.told.iter().enumerate() {
                            @if let Some(name) = self.group(place) {
                                h2 style="font-size:20px;border-top:1px solid #d5d9e0;padding-top:16px" { (name) }
                            }
                            @if one.organisation.is_some() && self.told.len() > 1 {
                                h3 style="font-size:18px" { (one.words.title) }
                            } @else if self.told.len() > 1 {
                                h2 style="font-size:18px" { (one.words.title) }
                            }
                            @for paragraph in &one.words.paragraphs { p { (paragraph) } }
                            @if let Some((label, address)) = &one.link {
                                p { a href=(address) style=(BUTTON) { (label) } }
                                p style="font-size:13px;color:#4a5160;word-break:break-all" { (address) }
                            }
                        }
                    }
                    div style=(SMALL) {
                        p { (SENT_BY) " " a href=(self.home) { (self.home) } }
                        @if let Some(stop) = &self.stop { p { a href=(stop) { (STOP) } } }
                    }
                }
            }
        }
        .into_string()
    }
}
