//! `cargo xtask instructions`: how many instructions of our own each stage takes, counted by callgrind. Unlike a time, that is the same
//! on a busy machine.
//!
//! Counted are the functions of Rust. What ring and the C library do is written in other instructions on each processor, and is left out.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::steps::{cargo, output, run as execute, scratch, target};
use crate::tools::needed;
use crate::{Mode, Outcome, read};

/// The figures that are held.
const HELD: &str = "crates/passerelle-bench/instructions.toml";

/// By how much a stage may grow, in parts of a hundred.
const GROWTH: u64 = 5;

/// Counts, and compares with what is held; or holds what was counted.
pub(crate) fn run(root: &Path, mode: Mode) -> Outcome {
    if std::env::consts::ARCH != "x86_64" || std::env::consts::OS != "linux" {
        eprintln!("   left out: the figures are those of Linux on x86-64");
        return Ok(());
    }
    if let Err(why) = needed("valgrind", "valgrind") {
        eprintln!("   left out: {why}");
        return Ok(());
    }
    let program = build(root)?;
    let folder = scratch(root, "instructions")?;
    let names = output(&mut Command::new(&program))?;
    let mut counted = BTreeMap::new();
    for name in names.lines() {
        counted.insert(name.to_owned(), count(&program, name, &folder)?);
    }
    let file = root.join(HELD);
    if mode == Mode::Write {
        return write(&file, &counted);
    }
    let held: BTreeMap<String, u64> = toml::from_str(&read(&file)?).map_err(|error| error.to_string())?;
    compare(&held, &counted)
}

/// Builds with a profile of its own, so that no other one changes the figures.
fn build(root: &Path) -> Result<PathBuf, String> {
    let words = ["build", "--quiet", "--locked", "--package", "passerelle-bench", "--bin", "instructions"];
    execute(cargo(root, &words).args(["--profile", "counted"]))?;
    Ok(target(root).join("counted").join("instructions"))
}

fn count(program: &Path, name: &str, folder: &Path) -> Result<u64, String> {
    let file = folder.join(name);
    let mut valgrind = Command::new("valgrind");
    valgrind.args(["--tool=callgrind", "--collect-atstart=no", "--toggle-collect=*instructions*counted*"]);
    valgrind.args(["--compress-strings=no", "--compress-pos=no", "--demangle=yes"]);
    valgrind.arg(format!("--callgrind-out-file={}", file.display())).arg(program).arg(name);
    output(&mut valgrind)?;
    let sum = own(&read(&file)?);
    if sum == 0 { Err(format!("{name}: callgrind has counted nothing")) } else { Ok(sum) }
}

/// The instructions of functions of Rust: a line of costs after a line of calls is what these cost, and is counted there.
fn own(profile: &str) -> u64 {
    let (mut sum, mut is_ours, mut is_call) = (0, false, false);
    for line in profile.lines() {
        if let Some(function) = line.strip_prefix("fn=") {
            is_ours = function.contains("::");
        } else if line.starts_with("calls=") {
            is_call = true;
        } else if line.starts_with(|first: char| first.is_ascii_digit()) {
            let cost = line.split_whitespace().nth(1).and_then(|cost| cost.parse::<u64>().ok());
            sum += cost.filter(|_| is_ours && !is_call).unwrap_or_default();
            is_call = false;
        }
    }
    sum
}

fn write(file: &Path, counted: &BTreeMap<String, u64>) -> Outcome {
    let mut text = "# Instructions of functions of Rust, for four times each stage; `cargo xtask instructions --bless` writes this.\n".to_owned();
    for (name, count) in counted {
        text += &format!("{name} = {count}\n");
    }
    std::fs::write(file, text).map_err(|error| format!("{}: {error}", file.display()))
}

fn compare(held: &BTreeMap<String, u64>, counted: &BTreeMap<String, u64>) -> Outcome {
    let mut wrong = Vec::new();
    for (name, now) in counted {
        let Some(before) = held.get(name) else {
            wrong.push(format!("{name}: no figure is held"));
            continue;
        };
        let change = i64::try_from(now * 1000 / before.max(&1)).unwrap_or(i64::MAX) - 1000;
        eprintln!("   {name:<24}{now:>12} {:>+7}.{} %", change / 10, (change % 10).abs());
        if *now * 100 > before * (100 + GROWTH) {
            wrong.push(format!("{name}: {before} before, {now} now, which is over {GROWTH} % more"));
        }
    }
    wrong.extend(held.keys().filter(|name| !counted.contains_key(*name)).map(|name| format!("{name}: no such stage")));
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(format!(
            "{}\nwhere that is wanted: cargo xtask instructions --bless, and say why in the commit",
            wrong.join("\n")
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_functions_of_rust_count_and_each_once() {
        let profile =
            "fl=a.rs\nfn=core::a::f\n10 5\n11 7\ncalls=1 3\n12 1000\n13 1\nfn=ring_core_asm\n1 400\nfn=x::y'2\n1 2\n";
        assert_eq!(own(profile), 15);
    }

    #[test]
    fn what_grows_is_told() {
        let figures = |count| BTreeMap::from([("open".to_owned(), count)]);
        assert!(compare(&figures(100), &figures(105)).is_ok());
        assert!(compare(&figures(100), &figures(106)).is_err());
        assert!(compare(&figures(100), &figures(50)).is_ok());
        assert!(compare(&BTreeMap::new(), &figures(1)).is_err());
        assert!(compare(&figures(1), &BTreeMap::new()).is_err());
    }
}
