//! `cargo xtask readme`: runs the `sh` blocks of the README in one new folder, as a reader would.
//!
//! Lines with `cargo` or `git clone` are for the reader's own checkout and are run by other steps.

use std::path::Path;
use std::process::Command;

use crate::steps::{output, passerelle, scratch};
use crate::{Outcome, read};

/// Fails where a command of the README does not end as the README says: `# exit N` after a command that is to be refused.
pub(crate) fn run(root: &Path) -> Outcome {
    let program = passerelle(root)?;
    let folder = scratch(root, "readme")?;
    let search = std::env::var_os("PATH").unwrap_or_default();
    let mut paths = vec![program.parent().map(Path::to_path_buf).unwrap_or_default()];
    paths.extend(std::env::split_paths(&search));
    let path = std::env::join_paths(paths).map_err(|error| error.to_string())?;
    std::os::unix::fs::symlink(root.join("examples"), folder.join("examples")).map_err(|error| error.to_string())?;
    let mut ran = 0;
    for line in shell_lines(&read(&root.join("README.md"))?) {
        if line.starts_with("cargo ") || line.starts_with("git ") || line.starts_with("cd ") {
            continue;
        }
        let (command, expected) = line
            .split_once("# exit ")
            .map_or((line.as_str(), 0), |(command, code)| (command, code.trim().parse().unwrap_or(0)));
        let script =
            format!("{command}\ncode=$?\n[ $code -eq {expected} ] || {{ echo \"ended with $code\" >&2; exit 1; }}");
        output(Command::new("bash").args(["-c", &script]).current_dir(&folder).env("PATH", &path))
            .map_err(|error| format!("README.md: {line}\n{error}"))?;
        ran += 1;
    }
    if ran == 0 { Err("README.md: no `sh` block with a command of passerelle".to_owned()) } else { Ok(()) }
}

/// The commands of the fenced `sh` blocks; a line that ends in `\` goes on in the next.
fn shell_lines(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut inside = false;
    let mut continues = false;
    for line in text.lines() {
        if line.starts_with("```") {
            inside = line == "```sh";
        } else if inside && !line.trim().is_empty() && !line.starts_with('#') {
            let (line, goes_on) = line.strip_suffix('\\').map_or((line, false), |line| (line, true));
            match lines.last_mut().filter(|_| continues) {
                Some(last) => last.push_str(line.trim_start()),
                None => lines.push(line.to_owned()),
            }
            continues = goes_on;
        }
    }
    lines
}
