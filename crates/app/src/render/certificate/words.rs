//! The sentences of a certificate, in French.

use chrono::{Datelike, NaiveDate};
use forprev_core::calendar::french_day;
use forprev_core::session::SessionKind;

use super::CertificateSheet;

/// The dispositif and the level as printed.
pub(super) fn level(sheet: &CertificateSheet) -> String {
    format!("{} ({}) · Niveau {}", sheet.dispositif_label, sheet.dispositif_code, sheet.level)
}

/// The holder's name as printed: the two names of the signed code, neither changed.
pub(super) fn holder(sheet: &CertificateSheet) -> String {
    format!("{} {}", sheet.first_name, sheet.last_name)
}

/// The birth date as printed.
pub(super) fn birth(sheet: &CertificateSheet) -> String {
    format!("Date de naissance : {}", french_day(sheet.birth_date))
}

/// The kind of training.
pub(super) fn kind(sheet: &CertificateSheet) -> &'static str {
    match sheet.kind {
        SessionKind::Initial => "Formation initiale",
        SessionKind::Mac => "Maintien et actualisation des compétences (MAC)",
    }
}

/// The days of the training.
pub(super) fn training_days(sheet: &CertificateSheet) -> String {
    match sheet.starts_on {
        Some(start) if start < sheet.ends_on => between(start, sheet.ends_on),
        _ => format!("Le {}", french_day(sheet.ends_on)),
    }
}

/// The days of validity.
pub(super) fn validity(sheet: &CertificateSheet) -> String {
    match sheet.valid_until {
        Some(until) => format!("Du {} au {}", french_day(sheet.valid_from), french_day(until)),
        None => format!("À partir du {}, sans limite de durée", french_day(sheet.valid_from)),
    }
}

/// Who delivered the certificate.
pub(super) fn habilitation(sheet: &CertificateSheet) -> String {
    format!("Habilitation n° {}", sheet.habilitation_number)
}

/// Who generated the certificate, and when.
pub(super) fn generation(sheet: &CertificateSheet) -> String {
    format!("{}, le {}", sheet.generated_by, french_day(sheet.generated_on))
}

/// `Du 28 au 29 septembre 2026`: what two days share is said once.
fn between(start: NaiveDate, end: NaiveDate) -> String {
    let last = french_day(end);
    let first = french_day(start);
    let year = format!(" {}", start.year());
    let shared = match (start.year() == end.year(), start.month() == end.month()) {
        (true, true) => first.split(' ').next().unwrap_or(&first),
        (true, false) => first.strip_suffix(&year).unwrap_or(&first),
        _ => &first,
    };
    format!("Du {shared} au {last}")
}
