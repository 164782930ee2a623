//! French.

use super::Texts;

pub mod account;
pub mod attachments;
pub mod audit;
pub mod caisse;
pub mod certificates;
pub mod check;
pub mod dashboard;
pub mod days;
pub mod decisions;
pub mod desk;
pub mod home;
pub mod messages;
pub mod oidc;
pub mod operations;
pub mod organisations;
pub mod parts;
pub mod recovery;
pub mod register;
pub mod requests;
pub mod rights;
pub mod second_factor;
pub mod session_form;
pub mod sessions;
pub mod sheets;
pub mod shell;
pub mod sign_in;
pub mod threads;
pub mod users;
pub mod verification;
pub mod visits;

/// All texts in French.
pub static TEXTS: Texts = Texts {
    shell: &shell::FR,
    parts: &parts::FR,
    days: &days::FR,
    second_factor: &second_factor::FR,
    oidc: &oidc::FR,
    sign_in: &sign_in::FR,
    account: &account::FR,
    dashboard: &dashboard::FR,
    sessions: &sessions::FR,
    verification: &verification::FR,
    visits: &visits::FR,
    caisse: &caisse::FR,
    certificates: &certificates::FR,
    check: &check::FR,
    session_form: &session_form::FR,
    messages: &messages::FR,
    operations: &operations::FR,
    organisations: &organisations::FR,
    decisions: &decisions::FR,
    desk: &desk::FR,
    requests: &requests::FR,
    threads: &threads::FR,
    sheets: &sheets::FR,
    users: &users::FR,
    audit: &audit::FR,
    recovery: &recovery::FR,
    rights: &rights::FR,
    home: &home::FR,
    attachments: &attachments::FR,
    register: &register::FR,
};
