//! Asking an implementation every case, and judging what it answers.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Map, Value};

use crate::case::Case;
use crate::process::{Adapter, Fault, Implementation, Launch};
use crate::protocol::{Reply, Request};
use crate::suite::Suite;

/// Members of an answer that say why, and not what.
const REASONS: [&str; 6] = ["code", "pointer", "findings", "reasons", "faults", "holds"];

/// How a case went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Verdict {
    /// Every answer is the one that is due.
    Passed,
    /// Refused or taken as is due, but for another reason: right for the wrong reason. It counts up to L2.
    WrongReason,
    /// The implementation says that it cannot do this.
    Skipped,
    /// An answer is another one.
    Failed,
    /// The adapter ended.
    Crashed,
    /// The adapter took too long.
    TimedOut,
}

impl Verdict {
    /// The word in reports.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::Passed => "passed",
            Verdict::WrongReason => "right for the wrong reason",
            Verdict::Skipped => "skipped",
            Verdict::Failed => "failed",
            Verdict::Crashed => "crashed",
            Verdict::TimedOut => "timed out",
        }
    }
}

/// What came of a case.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Outcome {
    /// Its id.
    pub id: String,
    /// How it went.
    pub verdict: Verdict,
    /// At which step it went wrong, from 1.
    pub step: Option<usize>,
    /// The answer that was due there.
    pub due: Option<Map<String, Value>>,
    /// The answer that came.
    pub came: Option<Map<String, Value>>,
    /// Why it was skipped, or what the adapter did instead of answering.
    pub why: Option<String>,
    /// How long it took.
    pub took: Duration,
}

/// How the cases are run.
#[derive(Clone, Debug)]
#[allow(clippy::exhaustive_structs, reason = "the runner's caller makes it")]
pub struct Options {
    /// The adapter.
    pub launch: Launch,
    /// How many adapters run at once.
    pub jobs: usize,
    /// Whether to stop after the first case that is not passed.
    pub stops_early: bool,
}

/// What an implementation said to the cases.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Run {
    /// What was tested.
    pub implementation: Implementation,
    /// What came of each case, in the order of the cases.
    pub outcomes: Vec<Outcome>,
}

/// Asks an implementation these cases.
///
/// `done` is told of each case as soon as it is through, from several threads.
///
/// # Errors
/// [`Fault`] where not even one adapter can be started.
pub fn run(suite: &Suite, cases: &[&Case], options: &Options, done: &(dyn Fn(&Outcome) + Sync)) -> Result<Run, Fault> {
    let first = Adapter::start(&options.launch)?;
    let implementation = first.about().clone();
    let first = Mutex::new(Some(first));
    let (next, stop, outcomes) = (AtomicUsize::new(0), AtomicBool::new(false), Mutex::new(Vec::new()));
    thread::scope(|scope| {
        for _ in 0..options.jobs.clamp(1, cases.len().max(1)) {
            scope.spawn(|| {
                let mut adapter = first.lock().ok().and_then(|mut first| first.take());
                while !stop.load(Ordering::Relaxed) {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(case) = cases.get(at) else { break };
                    let outcome = attempt(suite, case, &options.launch, &mut adapter);
                    if options.stops_early && outcome.verdict != Verdict::Passed {
                        stop.store(true, Ordering::Relaxed);
                    }
                    done(&outcome);
                    if let Ok(mut outcomes) = outcomes.lock() {
                        outcomes.push((at, outcome));
                    }
                }
            });
        }
    });
    let mut outcomes = outcomes.into_inner().unwrap_or_default();
    outcomes.sort_by_key(|(at, _)| *at);
    Ok(Run { implementation, outcomes: outcomes.into_iter().map(|(_, outcome)| outcome).collect() })
}

/// Runs a case. An adapter that ended or did not reply is gone, and the next case gets a new one.
fn attempt(suite: &Suite, case: &Case, launch: &Launch, held: &mut Option<Adapter>) -> Outcome {
    let begin = Instant::now();
    let adapter = match held.take() {
        Some(adapter) => Ok(adapter),
        None => Adapter::start(launch),
    };
    let mut outcome = match adapter {
        Err(fault) => Outcome::broken(case, None, &fault),
        Ok(mut adapter) => match ask(suite, case, &mut adapter) {
            Ok(outcome) => {
                *held = Some(adapter);
                outcome
            }
            Err((step, fault)) => Outcome::broken(case, step, &fault),
        },
    };
    outcome.took = begin.elapsed();
    outcome
}

fn ask(suite: &Suite, case: &Case, adapter: &mut Adapter) -> Result<Outcome, (Option<usize>, Fault)> {
    let ask = |adapter: &mut Adapter, step, request: &Request| adapter.ask(request).map_err(|fault| (step, fault));
    if let Some(missing) = case.needs.iter().find(|need| !adapter.about().has.contains(need)) {
        return Ok(Outcome::skipped(case, format!("the implementation does not say that it has {missing}")));
    }
    ask(adapter, None, &Request::Reset)?;
    let unusable = |error: crate::SuiteError| (None, Fault::NotStarted(error.to_string()));
    for request in suite.setup(case).map_err(unusable)? {
        match ask(adapter, None, &request)? {
            Reply::Answer { answer } if answer.get("verdict").is_some_and(|verdict| verdict == "accepted") => {}
            Reply::Skip { reason } => return Ok(Outcome::skipped(case, reason)),
            Reply::Answer { answer } => {
                let why = "a trust document that the case begins with was not taken".to_owned();
                let failed = Outcome::new(case, Verdict::Failed);
                return Ok(Outcome { came: Some(answer), why: Some(why), ..failed });
            }
            other => return Err((None, not_asked_for(&other))),
        }
    }
    for (at, step) in case.steps.iter().enumerate() {
        let number = Some(at + 1);
        let request = suite.request(case, step).map_err(unusable)?;
        let came = match ask(adapter, number, &request)? {
            Reply::Answer { answer } => answer,
            Reply::Skip { reason } => return Ok(Outcome::skipped(case, reason)),
            other => return Err((number, not_asked_for(&other))),
        };
        if came != step.answer {
            let is_reason = without_reasons(&came) == without_reasons(&step.answer);
            let verdict = if is_reason { Verdict::WrongReason } else { Verdict::Failed };
            let failed = Outcome::new(case, verdict);
            return Ok(Outcome { step: number, due: Some(step.answer.clone()), came: Some(came), ..failed });
        }
    }
    Ok(Outcome::new(case, Verdict::Passed))
}

fn not_asked_for(reply: &Reply) -> Fault {
    let line = serde_json::to_string(reply).unwrap_or_default();
    Fault::NoReply { asked: "run", line, stderr: Vec::new() }
}

fn without_reasons(answer: &Map<String, Value>) -> Map<String, Value> {
    let stays = |(name, _): &(&String, &Value)| !REASONS.contains(&name.as_str());
    answer.iter().filter(stays).map(|(name, value)| (name.clone(), value.clone())).collect()
}

impl Outcome {
    fn new(case: &Case, verdict: Verdict) -> Self {
        Self { id: case.id.clone(), verdict, step: None, due: None, came: None, why: None, took: Duration::ZERO }
    }

    fn skipped(case: &Case, reason: String) -> Self {
        Self { why: Some(reason), ..Self::new(case, Verdict::Skipped) }
    }

    fn broken(case: &Case, step: Option<usize>, fault: &Fault) -> Self {
        let verdict = if matches!(fault, Fault::TooSlow { .. }) { Verdict::TimedOut } else { Verdict::Crashed };
        Self { step, why: Some(fault.to_string()), ..Self::new(case, verdict) }
    }
}
