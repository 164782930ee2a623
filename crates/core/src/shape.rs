//! Shape of what is typed or sent: lengths, characters, formats. Fields are declared with `validator`'s derive and
//! the functions of this module; [`faults`] turns what it finds into [`Fault`]s with their pointers.

use crate::{
    calendar::parse_day,
    email::Email,
    forprev_number::ForprevNumber,
    organisation::{
        file::{PUBLICATIONS, REGIMES},
        siret::Siret,
    },
    postal_code::{InseeCode, PostalCode},
    problem::{Code, Fault, Param},
    second_factor::{NAME_MAX, TOKEN_MAX},
    text,
};
use std::{borrow::Cow, cmp::Ordering};
use uuid::Uuid;
use validator::{ValidationError, ValidationErrors, ValidationErrorsKind};

/// A refusal by its code alone.
pub(crate) fn refuse(code: Code) -> ValidationError {
    ValidationError::new(code.as_str())
}

/// A refusal with the figure that its sentence needs.
pub(crate) fn refuse_with(code: Code, name: &'static str, figure: usize) -> ValidationError {
    let mut error = refuse(code);
    error.add_param(Cow::Borrowed(name), &figure);
    error
}

/// All that is wrong in the shape of a body.
pub(crate) fn checked(body: &impl validator::Validate) -> Vec<Fault> {
    body.validate().map_or_else(|errors| faults(&errors), |()| Vec::new())
}

fn within(value: &str, maximum: usize) -> Result<(), ValidationError> {
    if text::has_control_character(value) {
        return Err(refuse(Code::ControlCharacter));
    }
    if text::clean(value).chars().count() > maximum {
        return Err(refuse_with(Code::TooLong, "maximum", maximum));
    }
    Ok(())
}

fn present(value: &str) -> Result<(), ValidationError> {
    if text::clean(value).is_empty() { Err(refuse(Code::Required)) } else { Ok(()) }
}

fn blank(value: &str) -> bool {
    text::clean(value).is_empty()
}

/// A last or first name: required, 1 to 80 characters, letters, marks, space, hyphen, apostrophe, full stop.
///
/// # Errors
/// What is wrong, as a code.
pub fn name(value: &str) -> Result<(), ValidationError> {
    present(value)?;
    within(value, text::NAME_MAX)?;
    if text::is_name(value) { Ok(()) } else { Err(refuse(Code::NameCharacters)) }
}

/// A calendar day, required, as AAAA-MM-JJ.
///
/// # Errors
/// What is wrong, as a code.
pub fn day(value: &str) -> Result<(), ValidationError> {
    present(value)?;
    optional_day(value)
}

/// A calendar day as AAAA-MM-JJ, or nothing.
///
/// # Errors
/// What is wrong, as a code.
pub fn optional_day(value: &str) -> Result<(), ValidationError> {
    if blank(value) || parse_day(value.trim()).is_some() { Ok(()) } else { Err(refuse(Code::BadDate)) }
}

/// An identifier, required.
///
/// # Errors
/// What is wrong, as a code.
pub fn id(value: &str) -> Result<(), ValidationError> {
    present(value)?;
    optional_id(value)
}

/// An identifier, or nothing.
///
/// # Errors
/// What is wrong, as a code.
pub fn optional_id(value: &str) -> Result<(), ValidationError> {
    if blank(value) || Uuid::try_parse(value.trim()).is_ok() { Ok(()) } else { Err(refuse(Code::BadFormat)) }
}

/// A code of the catalogue, or nothing: at most 40 characters.
///
/// # Errors
/// What is wrong, as a code.
pub fn code(value: &str) -> Result<(), ValidationError> {
    within(value, 40)
}

/// One of several names, required.
pub(crate) fn one_of(value: &str, known: bool) -> Result<(), ValidationError> {
    present(value)?;
    if known { Ok(()) } else { Err(refuse(Code::BadChoice)) }
}

/// A code of the catalogue, required.
///
/// # Errors
/// What is wrong, as a code.
pub fn required_code(value: &str) -> Result<(), ValidationError> {
    present(value)?;
    code(value)
}

/// The kind of a session, or nothing.
///
/// # Errors
/// What is wrong, as a code.
pub fn session_kind(value: &str) -> Result<(), ValidationError> {
    if matches!(value.trim(), "" | "initial" | "mac") { Ok(()) } else { Err(refuse(Code::BadChoice)) }
}

/// A result, required.
///
/// # Errors
/// What is wrong, as a code.
pub fn outcome(value: &str) -> Result<(), ValidationError> {
    present(value)?;
    if matches!(value.trim(), "passed" | "failed") { Ok(()) } else { Err(refuse(Code::BadChoice)) }
}

/// A last or first name, or nothing.
///
/// # Errors
/// What is wrong, as a code.
pub fn optional_name(value: &str) -> Result<(), ValidationError> {
    if blank(value) { within(value, text::NAME_MAX) } else { name(value) }
}

/// The kind of an organisation, or nothing.
///
/// # Errors
/// What is wrong, as a code.
pub fn organisation_kind(value: &str) -> Result<(), ValidationError> {
    one_of_these(value, &["organisme_de_formation", "entreprise"])
}

/// The social security régime of an organisation, or nothing.
///
/// # Errors
/// What is wrong, as a code.
pub fn regime(value: &str) -> Result<(), ValidationError> {
    one_of_these(value, &REGIMES)
}

/// How an organisation is published, or nothing (O5).
///
/// # Errors
/// What is wrong, as a code.
pub fn publication(value: &str) -> Result<(), ValidationError> {
    one_of_these(value, &PUBLICATIONS)
}

fn one_of_these(value: &str, choices: &[&str]) -> Result<(), ValidationError> {
    if blank(value) || choices.contains(&value.trim()) { Ok(()) } else { Err(refuse(Code::BadChoice)) }
}

/// A SIRET, or nothing (O3).
///
/// # Errors
/// What is wrong, as a code.
pub fn optional_siret(value: &str) -> Result<(), ValidationError> {
    if blank(value) { Ok(()) } else { siret(value) }
}

/// The declaration number of an organisme de formation, or nothing: eleven digits.
///
/// # Errors
/// What is wrong, as a code.
pub fn nda(value: &str) -> Result<(), ValidationError> {
    let bare: String = value.chars().filter(|c| !c.is_whitespace()).collect();
    let fits = bare.len() == 11 && bare.bytes().all(|byte| byte.is_ascii_digit());
    if blank(value) || fits { Ok(()) } else { Err(refuse(Code::BadFormat)) }
}

/// The security code of a certificate of the URSSAF, or nothing: letters and digits, at most 30.
///
/// # Errors
/// What is wrong, as a code.
pub fn urssaf_code(value: &str) -> Result<(), ValidationError> {
    let bare: String = value.chars().filter(|c| !c.is_whitespace()).collect();
    let fits = (6..=30).contains(&bare.len()) && bare.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if blank(value) || fits { Ok(()) } else { Err(refuse(Code::BadFormat)) }
}

/// The address of a website, or nothing: `https://` or `http://`, and a name with a dot.
///
/// # Errors
/// What is wrong, as a code.
pub fn website(value: &str) -> Result<(), ValidationError> {
    within(value, text::ADDRESS_MAX)?;
    let bare = value.trim();
    let rest = bare.strip_prefix("https://").or_else(|| bare.strip_prefix("http://"));
    let host = rest.map(|rest| rest.split(['/', '?', '#']).next().unwrap_or_default());
    let named = |host: &str| {
        host.contains('.')
            && !host.starts_with('.')
            && !host.ends_with('.')
            && host.chars().all(|c| c.is_alphanumeric() || "-.".contains(c))
    };
    let graphic = !bare.chars().any(|c| c.is_whitespace() || "<>\"\\".contains(c));
    if blank(value) || (graphic && host.is_some_and(named)) { Ok(()) } else { Err(refuse(Code::BadFormat)) }
}

/// A Forprev number, required.
///
/// # Errors
/// What is wrong, as a code.
pub fn forprev_number(value: &str) -> Result<(), ValidationError> {
    present(value)?;
    optional_forprev_number(value)
}

/// A Forprev number, or nothing.
///
/// # Errors
/// What is wrong, as a code.
pub fn optional_forprev_number(value: &str) -> Result<(), ValidationError> {
    if blank(value) || value.trim().parse::<ForprevNumber>().is_ok() {
        Ok(())
    } else {
        Err(refuse(Code::BadFormat))
    }
}

/// A SIRET, required.
///
/// # Errors
/// What is wrong, as a code.
pub fn siret(value: &str) -> Result<(), ValidationError> {
    present(value)?;
    value.trim().parse::<Siret>().map(|_| ()).map_err(|_| refuse(Code::SiretInvalid))
}

/// An e-mail address, required.
///
/// # Errors
/// What is wrong, as a code.
pub fn email(value: &str) -> Result<(), ValidationError> {
    present(value)?;
    optional_email(value)
}

/// An e-mail address, or nothing.
///
/// # Errors
/// What is wrong, as a code.
pub fn optional_email(value: &str) -> Result<(), ValidationError> {
    if blank(value) || value.trim().parse::<Email>().is_ok() { Ok(()) } else { Err(refuse(Code::BadFormat)) }
}

/// A phone number, required: 6 to 20 figures, with what people put between them.
///
/// # Errors
/// What is wrong, as a code.
pub fn phone(value: &str) -> Result<(), ValidationError> {
    present(value)?;
    optional_phone(value)
}

/// A phone number, or nothing.
///
/// # Errors
/// What is wrong, as a code.
pub fn optional_phone(value: &str) -> Result<(), ValidationError> {
    within(value, text::PHONE_MAX)?;
    let figures = value.chars().filter(char::is_ascii_digit).count();
    let between = |c: char| c.is_ascii_digit() || " \u{a0}\u{202f}+.-/()".contains(c);
    if blank(value) || ((6..=20).contains(&figures) && value.chars().all(between)) {
        Ok(())
    } else {
        Err(refuse(Code::BadFormat))
    }
}

/// A postal code, or nothing.
///
/// # Errors
/// What is wrong, as a code.
pub fn optional_postal_code(value: &str) -> Result<(), ValidationError> {
    if blank(value) || value.trim().parse::<PostalCode>().is_ok() {
        Ok(())
    } else {
        Err(refuse(Code::BadFormat))
    }
}

/// An INSEE code, or nothing.
///
/// # Errors
/// What is wrong, as a code.
pub fn optional_insee_code(value: &str) -> Result<(), ValidationError> {
    if blank(value) || value.trim().parse::<InseeCode>().is_ok() {
        Ok(())
    } else {
        Err(refuse(Code::BadFormat))
    }
}

/// The name of a place, of a city or of an organisation, or nothing.
///
/// # Errors
/// What is wrong, as a code.
pub fn place(value: &str) -> Result<(), ValidationError> {
    within(value, text::PLACE_MAX)
}

/// The same, required.
///
/// # Errors
/// What is wrong, as a code.
pub fn required_place(value: &str) -> Result<(), ValidationError> {
    present(value)?;
    place(value)
}

/// A line of an address, or nothing.
///
/// # Errors
/// What is wrong, as a code.
pub fn address(value: &str) -> Result<(), ValidationError> {
    within(value, text::ADDRESS_MAX)
}

/// The reference that another system gives to a session, or nothing.
///
/// # Errors
/// What is wrong, as a code.
pub fn external_ref(value: &str) -> Result<(), ValidationError> {
    within(value, text::EXTERNAL_REF_MAX)
}

/// How often mails are wanted.
///
/// # Errors
/// What is wrong, as a code.
pub fn frequency(value: &str) -> Result<(), ValidationError> {
    crate::notification::frequency(value).map_err(refuse)
}

/// The token of a step, required: as it was given.
///
/// # Errors
/// What is wrong, as a code.
pub fn token(value: &str) -> Result<(), ValidationError> {
    present(value)?;
    optional_token(value)
}

/// The token of a step, or nothing.
///
/// # Errors
/// What is wrong, as a code.
pub fn optional_token(value: &str) -> Result<(), ValidationError> {
    let fits = value.len() <= TOKEN_MAX && value.bytes().all(|byte| byte.is_ascii_graphic());
    if fits { Ok(()) } else { Err(refuse(Code::BadFormat)) }
}

/// A code that serves once, required.
///
/// # Errors
/// What is wrong, as a code.
pub fn one_time_code(value: &str) -> Result<(), ValidationError> {
    present(value)?;
    within(value, 40)
}

/// What a second factor is called, or nothing.
///
/// # Errors
/// What is wrong, as a code.
pub fn factor_name(value: &str) -> Result<(), ValidationError> {
    within(value, NAME_MAX)
}

/// A credential of a browser, required: an object.
///
/// # Errors
/// What is wrong, as a code.
pub fn credential(value: &serde_json::Value) -> Result<(), ValidationError> {
    match value {
        serde_json::Value::Object(_) => Ok(()),
        serde_json::Value::Null => Err(refuse(Code::Required)),
        _ => Err(refuse(Code::BadFormat)),
    }
}

/// A comment: required. Line breaks are the one control character that it may hold.
///
/// # Errors
/// What is wrong, as a code.
pub fn comment(value: &str) -> Result<(), ValidationError> {
    present(value)?;
    optional_comment(value)
}

/// A comment, or nothing.
///
/// # Errors
/// What is wrong, as a code.
pub fn optional_comment(value: &str) -> Result<(), ValidationError> {
    within(&value.replace(['\r', '\n'], " "), text::COMMENT_MAX)
}

/// What `validator` found, as faults with RFC 6901 pointers, in the order of the document's lists.
#[must_use]
pub fn faults(errors: &ValidationErrors) -> Vec<Fault> {
    let mut found = Vec::new();
    collect(errors, "", &mut found);
    in_order(&mut found, &|_| 0);
    found
}

fn collect(errors: &ValidationErrors, base: &str, found: &mut Vec<Fault>) {
    for (field, kind) in errors.errors() {
        let here = format!("{base}/{field}");
        match kind {
            ValidationErrorsKind::Struct(inner) => collect(inner, &here, found),
            ValidationErrorsKind::List(items) => {
                for (index, inner) in items {
                    collect(inner, &format!("{here}/{index}"), found);
                }
            }
            ValidationErrorsKind::Field(problems) => {
                for problem in problems {
                    found.push(fault(problem).at(here.clone()));
                }
            }
        }
    }
}

fn fault(error: &ValidationError) -> Fault {
    let code = if error.code == "length" {
        Code::TooManyItems
    } else {
        error.code.parse().unwrap_or(Code::BadFormat)
    };
    let mut fault = Fault::new(code);
    for (from, to) in [("maximum", "maximum"), ("max", "maximum"), ("minimum", "minimum")] {
        if let Some(number) = error.params.get(from).and_then(serde_json::Value::as_i64) {
            fault = fault.with(to, Param::Number(number));
        }
    }
    fault
}

/// Puts faults in the order of a page that gives each pointer this rank, and then as a reader meets their pointers. One
/// function for all pages: a sort is kilobytes of code for each closure.
pub fn in_order(faults: &mut [Fault], rank: &dyn Fn(&str) -> usize) {
    faults.sort_by(|a, b| {
        let ranks = rank(&a.pointer).cmp(&rank(&b.pointer));
        ranks.then_with(|| compare_pointers(&a.pointer, &b.pointer))
    });
}

/// Orders pointers as a reader meets them: `/trainees/2` before `/trainees/10`.
fn compare_pointers(a: &str, b: &str) -> Ordering {
    let parts = |pointer: &str| -> Vec<(Option<u64>, String)> {
        pointer.split('/').map(|part| (part.parse().ok(), part.to_owned())).collect()
    };
    parts(a).cmp(&parts(b))
}
