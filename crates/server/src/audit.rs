//! `forprev audit`: whether the log is what was written.

use crate::{config::Config, open};
use anyhow::{Context, Result};
use clap::Subcommand;
use forprev_app::audit::chain::{self, Fault, Place, Verified};
use std::process::ExitCode;

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
    if json {
        println!("{}", serde_json::json!({ "holds": verified.holds(), "result": verified }));
    } else {
        tell(&verified);
    }
    Ok(if verified.holds() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn tell(found: &Verified) {
    println!("Sealed: {} lines; waiting to be sealed: {}.", found.sealed, found.waiting);
    if let Some(last) = &found.last {
        println!("Last seal, to be kept elsewhere: {}:{}", last.sequence, last.hash);
    }
    if let Some(first) = &found.first_broken {
        let why = match first.why {
            Fault::Changed => "the line is not what was sealed",
            Fault::Missing => "the line is missing",
            Fault::Gap => "seals before it are missing",
        };
        println!("BROKEN at {} (line {}): {why}.", first.sequence, first.audit_id);
        println!("Links that do not hold: {}; missing lines: {}.", found.broken, found.missing);
    }
    if found.foreign > 0 {
        println!("BROKEN: {} lines are neither sealed nor wait for it.", found.foreign);
    }
    if !found.head_holds {
        println!("BROKEN: the signed head is not the last seal: the end was cut off.");
    }
    match found.expected_holds {
        Some(true) => println!("The expected place is in the chain."),
        Some(false) => println!("BROKEN: the expected place is not in the chain."),
        None => {}
    }
    println!("{}", if found.holds() { "The log holds." } else { "The log does NOT hold." });
}
