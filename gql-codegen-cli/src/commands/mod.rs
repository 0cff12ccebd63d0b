//! The subcommands, one file each.

mod check;
mod completions;
mod coverage;
mod diff;
mod doctor;
mod explain;
mod generate;
mod init;
mod introspect;
mod json_schema;
mod man;
mod manifest;
mod prune;
mod run;
mod watch;

use clap::Subcommand;

use crate::failure::CommandResult;
use crate::terminal::Terminal;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Init(init::Init),
    Generate(generate::Generate),
    Check(check::Check),
    Coverage(coverage::Coverage),
    Diff(diff::Diff),
    Manifest(manifest::Manifest),
    Prune(prune::Prune),
    Introspect(introspect::Introspect),
    Run(Box<run::Run>),
    Doctor(doctor::Doctor),
    Explain(explain::Explain),
    Completions(completions::Completions),
    Man(man::Man),
    JsonSchema(json_schema::JsonSchema),
}

/// Runs a subcommand. `grammar` returns the definition of the whole command line.
pub(crate) fn run(command: Command, grammar: fn() -> clap::Command, terminal: &Terminal) -> CommandResult {
    match command {
        Command::Init(init) => init.run(terminal),
        Command::Generate(generate) => generate.run(terminal),
        Command::Check(check) => check.run(terminal),
        Command::Coverage(coverage) => coverage.run(terminal),
        Command::Diff(diff) => diff.run(terminal),
        Command::Manifest(manifest) => manifest.run(terminal),
        Command::Prune(prune) => prune.run(terminal),
        Command::Introspect(introspect) => introspect.run(terminal),
        Command::Run(run) => run.run(terminal),
        Command::Doctor(doctor) => doctor.run(terminal),
        Command::Explain(explain) => explain.run(terminal),
        Command::Completions(completions) => completions.run(grammar(), terminal),
        Command::Man(man) => man.run(grammar(), terminal),
        Command::JsonSchema(json_schema) => json_schema.run(terminal),
    }
}
