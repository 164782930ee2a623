//! French.

use super::Texts;

pub mod dashboard;
pub mod days;
pub mod parts;
pub mod shell;
pub mod sign_in;

/// All texts in French.
pub static TEXTS: Texts = Texts {
    shell: &shell::FR,
    parts: &parts::FR,
    days: &days::FR,
    sign_in: &sign_in::FR,
    dashboard: &dashboard::FR,
};
