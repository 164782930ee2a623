//! The log: on the standard error, without personal data (see what writes to it).

use std::io::{self, IsTerminal};
use tracing_subscriber::{EnvFilter, fmt};

/// Starts it. Directives that cannot be read fall back to `info`.
pub fn start(directives: &str) {
    let filter = EnvFilter::try_new(directives).unwrap_or_else(|_| EnvFilter::new("info"));
    // A second start, in tests, changes nothing.
    let _ = fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr)
        .with_ansi(io::stderr().is_terminal())
        .try_init();
}
