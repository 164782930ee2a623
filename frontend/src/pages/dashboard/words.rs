//! What a task is called.

use crate::i18n::{fill, short_day, t};
use forprev_core::task::{Task, TaskKind};

/// The kinds in the order in which the dashboard counts them.
pub(super) const KINDS: [TaskKind; 6] = [
    TaskKind::VerifySession,
    TaskKind::CorrectSession,
    TaskKind::GenerateCertificates,
    TaskKind::SubmitSession,
    TaskKind::DownloadCertificates,
    TaskKind::Unknown,
];

/// What to do.
pub(super) fn action(kind: TaskKind) -> &'static str {
    let words = t().dashboard;
    match kind {
        TaskKind::VerifySession => words.verify_session,
        TaskKind::CorrectSession => words.correct_session,
        TaskKind::SubmitSession => words.submit_session,
        TaskKind::GenerateCertificates => words.generate_certificates,
        TaskKind::DownloadCertificates => words.download_certificates,
        TaskKind::Unknown => words.other,
    }
}

/// What `count` of them are.
pub(super) fn count_words(kind: TaskKind, count: usize) -> String {
    let words = t().dashboard;
    let plural = match kind {
        TaskKind::VerifySession => words.verify_count,
        TaskKind::CorrectSession => words.correct_count,
        TaskKind::SubmitSession => words.submit_count,
        TaskKind::GenerateCertificates => words.generate_count,
        TaskKind::DownloadCertificates => words.download_count,
        TaskKind::Unknown => words.other_count,
    };
    plural.of(i64::try_from(count).unwrap_or(i64::MAX))
}

/// Which session: "SST niveau 1, Lyon, fin le 31/08/2026".
pub(super) fn subject(task: &Task) -> String {
    let words = t().dashboard;
    let level = fill(words.level, &[("n", &task.level.to_string())]);
    let city = task.city.as_ref().map(|city| format!(", {city}")).unwrap_or_default();
    let end = match task.ends_on {
        Some(day) => fill(words.ends, &[("day", &short_day(day))]),
        None => words.no_end.to_owned(),
    };
    format!("{} {level}{city}, {end}", task.dispositif)
}
