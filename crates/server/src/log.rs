//! The log: on the standard error, without personal data (see what writes to it).

use std::io::{self, IsTerminal};
use tracing_subscriber::{EnvFilter, fmt};

const LEVELS: [&str; 6] = ["off", "error", "warn", "info", "debug", "trace"];

/// Whether these directives say what to log: a level, or a level for a part of the program. A bare word that is no
/// level would be taken for a part of the program, and nothing else be logged.
#[must_use]
pub fn is_readable(directives: &str) -> bool {
    let level = |word: &str| LEVELS.contains(&word.to_ascii_lowercase().as_str());
    EnvFilter::try_new(directives).is_ok()
        && directives.split(',').map(str::trim).all(|one| one.contains('=') || level(one))
}

/// Starts it. Directives that cannot be read, which the settings refuse, fall back to `info`.
pub fn start(directives: &str) {
    let filter = EnvFilter::try_new(directives).unwrap_or_else(|_| EnvFilter::new("info"));
    // A second start, in tests, changes nothing.
    let _ = fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr)
        .with_ansi(io::stderr().is_terminal())
        .try_init();
}
