//! The Forprev server and its commands.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing))]

mod audit;
mod colours;
mod config;
mod front;
mod log;
mod look;
mod open;
mod redirects;
mod serve;
mod settings;

use anyhow::{Result, bail};
use clap::{Parser, Subcommand, ValueEnum};
use config::Config;
use forprev_app::{
    Caller, jobs,
    mail::{self, Bounce},
    seed,
};
use std::{io::Read, path::PathBuf, process::ExitCode};

/// Of a report so much is read: it begins with what is looked for.
const REPORT_MAX: u64 = 1024 * 1024;

/// The C library's allocator keeps what a thread has used for that thread, and requests run on dozens of them: hundreds
/// of megabytes under load. This one has few pools for all threads, and gives memory back (`.cargo/config.toml`).
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

/// Forprev: habilitations, sessions and certificates of training in the prevention of occupational risks.
#[derive(Parser)]
#[command(version, about, after_help = "All settings, with their defaults: forprev config")]
struct Arguments {
    /// Settings in a TOML file; the environment goes before them.
    #[arg(long, value_name = "FILE", global = true, env = "FORPREV_CONFIG")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the application; migrates the base first.
    Serve,
    /// Bring the base to the tables and reference data of this program.
    Migrate,
    /// Fill a base with invented data.
    Seed {
        /// How much of it.
        #[arg(long, value_enum, default_value_t = Scale::Demo)]
        scale: Scale,
    },
    /// Write the API's OpenAPI document to the standard output.
    Openapi,
    /// Erase what may no longer be kept (S14).
    Purge,
    /// Record a mail that came back: reads the mail server's report (RFC 3464) from the standard input.
    Bounce,
    /// The log of who did what.
    Audit {
        #[command(subcommand)]
        what: audit::What,
    },
    /// List every setting, its value, and what it means.
    Config,
}

#[derive(Clone, Copy, ValueEnum)]
enum Scale {
    /// Some people, organisations and sessions in every state, and the demonstration's accounts.
    Demo,
    /// The size of the whole country, for measurements.
    National,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(arguments) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("forprev: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> Result<ExitCode> {
    if let Command::Openapi = arguments.command {
        print!("{}", forprev_api::openapi::text());
        return Ok(ExitCode::SUCCESS);
    }
    let values = settings::read(arguments.config.as_deref())?;
    if let Command::Config = arguments.command {
        print!("{}", settings::listed(&values));
        // Told after the list, so that what is wrong can be looked up in it.
        Config::of(&values)?;
        return Ok(ExitCode::SUCCESS);
    }
    let config = Config::of(&values)?;
    log::start(&config.log);
    match arguments.command {
        Command::Serve => serve::serve(config)?,
        Command::Migrate => open::migrate(&config)?,
        Command::Seed { scale } => fill(&config, scale)?,
        Command::Purge => purge(&config)?,
        Command::Bounce => bounce(&config)?,
        Command::Audit { what } => return audit::run(&config, what),
        Command::Openapi | Command::Config => {}
    }
    Ok(ExitCode::SUCCESS)
}

fn fill(config: &Config, scale: Scale) -> Result<()> {
    if !config.demo {
        bail!(
            "seed writes invented data and accounts whose password everybody knows: expected FORPREV_DEMO=1"
        );
    }
    open::migrate(config)?;
    let app = open::app(config)?;
    let wrote = match scale {
        Scale::Demo => seed::demo(&app)?,
        Scale::National => seed::national(&app)?,
    };
    println!("{}", if wrote { "The data were written." } else { "The data were there already." });
    Ok(())
}

fn bounce(config: &Config) -> Result<()> {
    let mut report = Vec::new();
    std::io::stdin().take(REPORT_MAX).read_to_end(&mut report)?;
    let Some(bounce) = Bounce::read(&String::from_utf8_lossy(&report)) else {
        bail!("expected a report that gives up a mail: a Status of 5 and the Message-ID of the mail");
    };
    let app = open::app(config)?;
    let known = app.write(&Caller::anyone(), |tx| mail::record_bounce(tx, &bounce))?;
    println!("{}", if known { "recorded" } else { "not a mail that was sent from here" });
    Ok(())
}

fn purge(config: &Config) -> Result<()> {
    let app = open::app(config)?;
    let purged = jobs::purge::run(&app)?;
    println!("Erased: {} sessions, {} stored answers.", purged.sessions, purged.answers);
    Ok(())
}
