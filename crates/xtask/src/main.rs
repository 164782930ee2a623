//! What Make needs beyond cargo: the browser application's bundle, its size, and the rules of the source tree.
//!
//! Run as `cargo run -p xtask -- <command>`; `make help` lists the targets that do so.

mod assets;
mod bindgen;
mod parts;
mod rules;
mod sizes;
mod style;
mod toolchain;
mod web;
mod workspace;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};
use workspace::Workspace;

#[derive(Parser)]
#[command(about, disable_version_flag = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build the browser application into frontend/dist.
    Web {
        /// Quick to build, larger: for `make dev`.
        #[arg(long)]
        dev: bool,
    },
    /// Run cargo with the front end's compiler and target directory, for instance `clippy -p forprev-web`.
    WebCargo {
        /// What to hand to cargo; `--target wasm32-unknown-unknown` is added.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true, required = true)]
        arguments: Vec<String>,
    },
    /// Print what a browser transfers, and fail where it is over the budget.
    Sizes,
    /// Check what the compiler cannot: who may decide by role, who may speak SQL, how long a file may be.
    Rules,
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Without the backtrace, which says nothing to whoever builds.
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let workspace = Workspace::find()?;
    match Arguments::parse().command {
        Command::Web { dev } => web::build(&workspace, dev),
        Command::WebCargo { arguments } => toolchain::cargo(&workspace, &arguments, &[]),
        Command::Sizes => sizes::check(&workspace),
        Command::Rules => rules::check(&workspace),
    }
}
