//! The text of a letter: what stands between braces is filled in, and lines become blocks. What is filled in is never read
//! as marks or as placeholders: somebody's name that holds braces stays that.

use super::Values;
use serde::{Deserialize, Serialize};

/// A part of a letter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", content = "text", rename_all = "snake_case")]
pub enum Block {
    /// A title within the letter.
    Heading(String),
    /// A paragraph.
    Paragraph(String),
    /// Items of a list.
    List(Vec<String>),
}

/// A letter's title and what stands under it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LetterText {
    /// The first title.
    pub title: String,
    /// All else.
    pub blocks: Vec<Block>,
}

impl LetterText {
    /// The letter that a model makes with these values.
    ///
    /// ```
    /// use forprev_core::letter::{Block, LetterText};
    /// let values = [("motif".to_owned(), "- Durée\n- Effectif".to_owned())].into();
    /// let text = LetterText::of("# Refus\n\nMotifs :\n{{motif}}\n\n## Recours\nDeux mois.", &values);
    /// assert_eq!(text.title, "Refus");
    /// assert_eq!(text.blocks, [
    ///     Block::Paragraph("Motifs :".into()),
    ///     Block::List(vec!["Durée".into(), "Effectif".into()]),
    ///     Block::Heading("Recours".into()),
    ///     Block::Paragraph("Deux mois.".into()),
    /// ]);
    /// ```
    #[must_use]
    pub fn of(body: &str, values: &Values) -> Self {
        let mut title = String::new();
        let mut rest = Vec::new();
        for block in blocks(body, values) {
            match block {
                Block::Heading(text) if title.is_empty() && rest.is_empty() => title = text,
                other => rest.push(other),
            }
        }
        Self { title, blocks: rest }
    }
}

/// The names that stand between braces.
pub(super) fn placeholders(body: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = body;
    while let Some((_, after)) = rest.split_once("{{") {
        let Some((name, tail)) = after.split_once("}}") else { break };
        // Braces that are never closed are told as such.
        if name.contains('\n') || name.contains("{{") {
            rest = after;
            continue;
        }
        let name = name.trim().to_owned();
        if !found.contains(&name) {
            found.push(name);
        }
        rest = tail;
    }
    found
}

/// Whether braces are opened that are not closed on their line.
pub(super) fn is_unclosed(body: &str) -> bool {
    body.lines().any(|line| line.matches("{{").count() != line.matches("}}").count())
}

/// A line with what stands between braces filled in; a name that stands for nothing leaves nothing.
#[must_use]
pub fn fill(line: &str, values: &Values) -> String {
    let mut out = String::with_capacity(line.len() + 32);
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((name, tail)) = after.split_once("}}") else { break };
        out.push_str(before);
        out.push_str(values.get(name.trim()).map_or("", String::as_str));
        rest = tail;
    }
    out.push_str(rest);
    out
}

/// The blocks of a text. Lines that follow one another are one paragraph; a placeholder alone on its line may stand for
/// several lines, items too.
#[must_use]
pub fn blocks(body: &str, values: &Values) -> Vec<Block> {
    let mut found = Vec::new();
    for line in body.lines() {
        let line = line.trim();
        let alone = line.starts_with("{{") && line.ends_with("}}") && line.matches("{{").count() == 1;
        if alone {
            end_paragraph(&mut found);
            for part in fill(line, values).lines() {
                put(&mut found, part.trim());
            }
            end_paragraph(&mut found);
        } else if let Some(text) = line.strip_prefix("## ").or_else(|| line.strip_prefix("# ")) {
            found.push(Block::Heading(fill(text, values)));
        } else if let Some(text) = line.strip_prefix("- ") {
            item(&mut found, fill(text, values));
        } else if line.is_empty() {
            end_paragraph(&mut found);
        } else {
            continue_paragraph(&mut found, &fill(line, values));
        }
    }
    found.retain(|block| match block {
        Block::Heading(text) | Block::Paragraph(text) => !text.trim().is_empty(),
        Block::List(items) => !items.is_empty(),
    });
    found
}

/// A line of a value: an item, or a paragraph; never a title.
fn put(found: &mut Vec<Block>, line: &str) {
    match line.strip_prefix("- ") {
        Some(text) => item(found, text.to_owned()),
        None if line.is_empty() => end_paragraph(found),
        None => continue_paragraph(found, line),
    }
}

fn item(found: &mut Vec<Block>, text: String) {
    if let Some(Block::List(items)) = found.last_mut() {
        items.push(text);
    } else {
        found.push(Block::List(vec![text]));
    }
}

// An empty paragraph ends the one before; it is left out at the end.
fn end_paragraph(found: &mut Vec<Block>) {
    found.push(Block::Paragraph(String::new()));
}

fn continue_paragraph(found: &mut Vec<Block>, line: &str) {
    match found.last_mut() {
        Some(Block::Paragraph(text)) if text.is_empty() => line.clone_into(text),
        Some(Block::Paragraph(text)) => {
            text.push(' ');
            text.push_str(line);
        }
        _ => found.push(Block::Paragraph(line.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_filled_in_is_not_read_again() {
        let values: Values = [
            ("organisation".to_owned(), "# {{motif}} - SARL".to_owned()),
            ("motif".to_owned(), "# Pas un titre".to_owned()),
        ]
        .into();
        let text = LetterText::of("# Refus\n\nÀ {{organisation}}.\n\n{{motif}}", &values);
        assert_eq!(
            text.blocks,
            [Block::Paragraph("À # {{motif}} - SARL.".into()), Block::Paragraph("# Pas un titre".into()),]
        );
    }

    proptest! {
        /// No text makes it fail, and no placeholder of ours is left.
        #[test]
        fn any_body_gives_a_letter(body in "[{}#\\-a-zé \n]{0,200}", value in "[^\u{0}-\u{1f}]{0,40}") {
            let values: Values = [("a".to_owned(), value)].into();
            let text = LetterText::of(&body, &values);
            for block in &text.blocks {
                if let Block::List(items) = block {
                    prop_assert!(!items.is_empty());
                }
            }
        }
    }
}
