//! How far a long run has come, on a terminal.

use std::io::IsTerminal;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::failure::Failure;

/// Inputs that are worked through without a word.
const QUIET_INPUTS: usize = 50;

/// A bar on the standard error, shown only on a terminal and only where there is something to wait for.
pub(crate) struct Progress {
    total: Option<usize>,
    done: usize,
    wanted: bool,
    bar: Option<ProgressBar>,
}

impl Progress {
    pub(crate) fn new(total: Option<usize>, wanted: bool) -> Self {
        Self { total, done: 0, wanted: wanted && std::io::stderr().is_terminal(), bar: None }
    }

    /// One input more is done.
    pub(crate) fn step(&mut self) {
        self.done += 1;
        if self.wanted && self.bar.is_none() && self.done > QUIET_INPUTS {
            self.bar = Some(bar(self.total));
        }
        if let Some(bar) = &self.bar {
            bar.set_position(u64::try_from(self.done).unwrap_or(u64::MAX));
        }
    }

    /// Writes something while the bar is out of the way.
    pub(crate) fn aside(&self, write: impl FnOnce() -> Result<(), Failure>) -> Result<(), Failure> {
        match &self.bar {
            Some(bar) if std::io::stdout().is_terminal() => bar.suspend(write),
            _ => write(),
        }
    }

    pub(crate) fn finish(self) {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
    }
}

fn bar(total: Option<usize>) -> ProgressBar {
    let bar = match total {
        Some(total) => ProgressBar::new(u64::try_from(total).unwrap_or(u64::MAX)),
        None => ProgressBar::new_spinner(),
    };
    let template = match total {
        Some(_) => "{bar:30} {human_pos}/{human_len} {per_sec} {eta}",
        None => "{spinner} {human_pos} {per_sec}",
    };
    bar.enable_steady_tick(Duration::from_millis(200));
    bar.with_style(ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()))
}
