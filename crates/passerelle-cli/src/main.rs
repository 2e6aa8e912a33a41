//! The command `passerelle`.

fn main() -> std::process::ExitCode {
    passerelle_cli::run(std::env::args_os().collect())
}
