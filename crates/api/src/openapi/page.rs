//! The document as a page for people: no script, nothing from elsewhere.

use forprev_core::problem::{Code, Language};
use serde_json::Value;
use std::{fmt::Write, sync::OnceLock};

/// `/api/docs`.
#[must_use]
pub fn page() -> &'static str {
    static PAGE: OnceLock<String> = OnceLock::new();
    PAGE.get_or_init(|| render(&serde_json::from_str(super::text()).unwrap_or_default()))
}

/// Text that stands in a page as it is.
fn plain(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Text with `code` and **weight**, in paragraphs.
fn prose(text: &str) -> String {
    let mut out = String::new();
    for paragraph in text.split("\n\n") {
        let lines: Vec<_> = paragraph.split('\n').map(spans).collect();
        let _ = write!(out, "<p>{}</p>", lines.join("<br>"));
    }
    out
}

fn spans(line: &str) -> String {
    let mut out = String::new();
    for (index, part) in line.split('`').enumerate() {
        if index % 2 == 1 {
            let _ = write!(out, "<code>{}</code>", plain(part));
        } else {
            for (index, part) in part.split("**").enumerate() {
                let (open, close) = if index % 2 == 1 { ("<strong>", "</strong>") } else { ("", "") };
                let _ = write!(out, "{open}{}{close}", plain(part));
            }
        }
    }
    out
}

fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

fn entries<'a>(value: &'a Value, pointer: &str) -> impl Iterator<Item = (&'a String, &'a Value)> {
    value.pointer(pointer).and_then(Value::as_object).into_iter().flatten()
}

fn render(document: &Value) -> String {
    let mut out = String::from(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>Forprev API</title>\
         <link rel=\"stylesheet\" href=\"/api/docs/page.css\"></head><body><header><h1>Forprev API</h1>",
    );
    out += &prose(text(document, "/info/description"));
    out += "<p><a href=\"/api/v1/openapi.json\">openapi.json</a> · <a href=\"#codes\">Codes</a> · \
            <a href=\"#schemas\">Schemas</a></p></header><main>";
    let tags = document.pointer("/tags").and_then(Value::as_array).into_iter().flatten();
    for tag in tags {
        let name = text(tag, "/name");
        let _ =
            write!(out, "<h2 id=\"{0}\">{0}</h2><p>{1}</p>", plain(name), plain(text(tag, "/description")));
        for (path, operations) in entries(document, "/paths") {
            for (method, one) in operations.as_object().into_iter().flatten() {
                if text(one, "/tags/0") == name {
                    out += &operation(path, method, one);
                }
            }
        }
    }
    out += "<h2 id=\"codes\">Codes</h2><p>What <code>code</code> may say.</p><dl>";
    for code in Code::ALL {
        let rule = code.rule().map(|rule| format!(", rule {rule}")).unwrap_or_default();
        let _ = write!(
            out,
            "<dt id=\"{0}\"><code>{0}</code> ({1}{rule})</dt><dd>{2}</dd>",
            code.as_str(),
            code.status(),
            plain(code.template(Language::English)),
        );
    }
    out += "</dl><h2 id=\"schemas\">Schemas</h2>";
    for (name, schema) in entries(document, "/components/schemas") {
        let _ = write!(
            out,
            "<details id=\"schema-{0}\"><summary>{0}</summary>{1}</details>",
            plain(name),
            json(schema)
        );
    }
    out += "</main></body></html>";
    out
}

fn json(value: &Value) -> String {
    let text = match value {
        Value::String(text) => text.clone(),
        other => serde_json::to_string_pretty(other).unwrap_or_default(),
    };
    format!("<pre tabindex=\"0\">{}</pre>", plain(&text))
}

fn operation(path: &str, method: &str, one: &Value) -> String {
    let id = plain(text(one, "/operationId"));
    let mut out = format!(
        "<details id=\"op-{id}\"><summary><code>{} {}</code> {}</summary>{}<p>Operation <code>{id}</code></p>",
        method.to_uppercase(),
        plain(path),
        plain(text(one, "/summary")),
        prose(text(one, "/description")),
    );
    let parameters = one.pointer("/parameters").and_then(Value::as_array).into_iter().flatten();
    let rows: String = parameters
        .map(|parameter| {
            format!(
                "<tr><td><code>{}</code></td><td>{}</td><td>{}</td></tr>",
                plain(text(parameter, "/name")),
                plain(text(parameter, "/in")),
                spans(text(parameter, "/description")),
            )
        })
        .collect();
    if !rows.is_empty() {
        let _ = write!(
            out,
            "<table><thead><tr><th>Parameter</th><th>In</th><th>What</th></tr></thead><tbody>{rows}</tbody></table>"
        );
    }
    for (media_type, content) in entries(one, "/requestBody/content") {
        let _ = write!(out, "<h3>Body <code>{}</code> {}</h3>", plain(media_type), reference(content));
        out += &content.get("example").map(json).unwrap_or_default();
    }
    for (status, answer) in entries(one, "/responses") {
        let _ = write!(out, "<h3>{}</h3>{}", plain(status), prose(text(answer, "/description")));
        if status.starts_with('2') {
            for (_, content) in entries(answer, "/content") {
                out += &format!("<p>{}</p>", reference(content));
                out += &content.get("example").map(json).unwrap_or_default();
            }
        }
    }
    out + "</details>"
}

/// A link to the schema of a body.
fn reference(content: &Value) -> String {
    let name = text(content, "/schema/$ref").rsplit('/').next().unwrap_or_default();
    if name.is_empty() { String::new() } else { format!("<a href=\"#schema-{0}\">{0}</a>", plain(name)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_its_anchor() {
        for code in Code::ALL {
            assert!(page().contains(&format!("id=\"{code}\"")), "{code}");
        }
    }

    #[test]
    fn text_stays_text() {
        assert_eq!(spans("a < `b & c` **d**"), "a &lt; <code>b &amp; c</code> <strong>d</strong>");
    }
}
