//! `forprev audit`: whether the log is what was written.

use crate::{config::Config, open};
use anyhow::{Context, Result};
use clap::Subcommand;
use forprev_app::audit::chain::{self, Fault, Place, Verified};
use std::{io::Write as _, process::ExitCode};

/// What to do with the log.
#[derive(Subcommand)]
pub enum What {
    /// Compute its chain of hashes again. Ends with 1 where something is wrong, with 2 where it cannot be computed.
    Verify {
        /// A place that the chain must still hold, as this command printed it before.
        #[arg(long, value_name = "SEQUENCE:HASH")]
        expect: Option<Place>,
        /// The result as JSON.
        #[arg(long)]
        json: bool,
    },
}

/// Runs the command.
pub fn run(config: &Config, what: What) -> Result<ExitCode> {
    let What::Verify { expect, json } = what;
    let verified = open::app(config).and_then(|app| Ok(chain::verify(&app, expect.as_ref())?));
    let verified = match verified.context("verifying the log") {
        Ok(verified) => verified,
        // Not the same as a log that was tampered with.
        Err(error) => {
            eprintln!("forprev: {error:#}");
            return Ok(ExitCode::from(2));
        }
    };
    let text = if json {
        format!("{}\n", serde_json::json!({ "holds": verified.holds(), "result": verified }))
    } else {
        told(&verified)
    };
    // Whoever reads may have read enough: the answer is the status all the same.
    let _ = std::io::stdout().write_all(text.as_bytes());
    Ok(if verified.holds() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn told(found: &Verified) -> String {
    let mut lines = vec![format!("Sealed: {} lines; waiting to be sealed: {}.", found.sealed, found.waiting)];
    if let Some(last) = &found.last {
        lines.push(format!("Last seal, to be kept elsewhere: {}:{}", last.sequence, last.hash));
    }
    if let Some(first) = &found.first_broken {
        let why = match first.why {
            Fault::Changed => "the line is not what was sealed",
            Fault::Missing => "the line is missing",
            Fault::Gap => "seals before it are missing",
        };
        lines.push(format!("BROKEN at {} (line {}): {why}.", first.sequence, first.audit_id));
        lines.push(format!("Links that do not hold: {}; missing lines: {}.", found.broken, found.missing));
    }
    if found.foreign > 0 {
        lines.push(format!("BROKEN: {} lines are neither sealed nor wait for it.", found.foreign));
    }
    if !found.head_holds {
        lines.push("BROKEN: the signed head is not the last seal: the end was cut off.".to_owned());
    }
    match found.expected_holds {
        Some(true) => lines.push("The expected place is in the chain.".to_owned()),
        Some(false) => lines.push("BROKEN: the expected place is not in the chain.".to_owned()),
        None => {}
    }
    lines.push(if found.holds() { "The log holds." } else { "The log does NOT hold." }.to_owned());
    lines.join("\n") + "\n"
}
