//! An adapter as a process: started, asked, and stopped when it takes too long.

use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use crate::protocol::{PROTOCOL, Reply, Request};

/// Lines of the standard error that are kept for a report.
const KEPT_LINES: usize = 12;

/// Characters of a line that a report shows.
const SHOWN_CHARACTERS: usize = 200;

/// How long a process may take to end by itself.
const FAREWELL: Duration = Duration::from_millis(500);

/// How an adapter is started.
#[derive(Clone, Debug)]
#[allow(clippy::exhaustive_structs, reason = "the runner's caller makes it")]
pub struct Launch {
    /// The program and its words.
    pub words: Vec<String>,
    /// How long it may take for one message.
    pub limit: Duration,
}

/// What an adapter says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Implementation {
    /// What is tested.
    pub name: String,
    /// Its version.
    pub version: String,
    /// What it has that not every implementation has.
    pub has: Vec<String>,
}

/// An adapter did not give a reply.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// It cannot be started.
    #[error("the adapter cannot be started: {0}")]
    NotStarted(String),
    /// It ended.
    #[error("the adapter ended without a reply ({status}){}", shown(.stderr))]
    Ended {
        /// With what status.
        status: String,
        /// Its last words.
        stderr: Vec<String>,
    },
    /// It took too long.
    #[error("no reply within {} s{}", .limit.as_secs_f32(), shown(.stderr))]
    TooSlow {
        /// The limit.
        limit: Duration,
        /// Its last words.
        stderr: Vec<String>,
    },
    /// What it wrote is no reply to what it was asked.
    #[error("a line of the adapter's standard output is no reply to `{asked}`: {line}{}", shown(.stderr))]
    NoReply {
        /// The message that it was to reply to.
        asked: &'static str,
        /// The line, cut where it is long.
        line: String,
        /// Its last words.
        stderr: Vec<String>,
    },
    /// It speaks another protocol.
    #[error("the adapter speaks version {0} of the protocol, and this runner version {PROTOCOL}")]
    Protocol(u32),
}

fn shown(stderr: &[String]) -> String {
    if stderr.is_empty() {
        String::new()
    } else {
        format!("; its standard error ends with:\n    {}", stderr.join("\n    "))
    }
}

/// A running adapter.
#[derive(Debug)]
pub struct Adapter {
    child: Child,
    input: Option<ChildStdin>,
    lines: Receiver<io::Result<String>>,
    stderr: Arc<Mutex<VecDeque<String>>>,
    limit: Duration,
    about: Implementation,
}

impl Adapter {
    /// Starts an adapter and greets it.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn start(launch: &Launch) -> Result<Self, Fault> {
        let (program, words) =
            launch.words.split_first().ok_or_else(|| Fault::NotStarted("no command is given".into()))?;
        let mut child = Command::new(program)
            .args(words)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| Fault::NotStarted(format!("{program}: {error}")))?;
        let (sender, lines) = sync_channel(4);
        if let Some(output) = child.stdout.take() {
            thread::spawn(move || BufReader::new(output).lines().try_for_each(|line| sender.send(line)));
        }
        let stderr = Arc::new(Mutex::new(VecDeque::new()));
        if let Some(output) = child.stderr.take() {
            let kept = Arc::clone(&stderr);
            thread::spawn(move || keep(BufReader::new(output), &kept));
        }
        let input = child.stdin.take();
        let about = Implementation { name: String::new(), version: String::new(), has: Vec::new() };
        let mut adapter = Self { child, input, lines, stderr, limit: launch.limit, about };
        match adapter.ask(&Request::Start { protocol: PROTOCOL, spec: "1.0".to_owned() })? {
            Reply::Started { protocol: PROTOCOL, implementation, version, has } => {
                adapter.about = Implementation { name: implementation, version, has };
                Ok(adapter)
            }
            Reply::Started { protocol, .. } => Err(Fault::Protocol(protocol)),
            other => Err(adapter.no_reply("start", &format!("{other:?}"))),
        }
    }

    /// What it says of itself.
    #[must_use]
    pub fn about(&self) -> &Implementation {
        &self.about
    }

    /// Asks, and waits for the reply.
    ///
    /// # Errors
    /// [`Fault`]; the adapter is of no use after that.
    pub fn ask(&mut self, request: &Request) -> Result<Reply, Fault> {
        let mut line = serde_json::to_vec(request).unwrap_or_default();
        line.push(b'\n');
        let deadline = Instant::now() + self.limit;
        // A process that ended does not read; what it left behind says why.
        let is_sent =
            self.input.as_mut().is_some_and(|input| input.write_all(&line).and_then(|()| input.flush()).is_ok());
        if !is_sent {
            return Err(self.ended());
        }
        match self.lines.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            Ok(Ok(line)) => match serde_json::from_str(&line) {
                Ok(reply) => Ok(reply),
                Err(_) => Err(self.no_reply(asked(request), &line)),
            },
            Ok(Err(error)) => Err(self.no_reply(asked(request), &error.to_string())),
            Err(RecvTimeoutError::Disconnected) => Err(self.ended()),
            Err(RecvTimeoutError::Timeout) => {
                let _ = self.child.kill();
                Err(Fault::TooSlow { limit: self.limit, stderr: self.last_words() })
            }
        }
    }

    fn ended(&mut self) -> Fault {
        // Give it the time to say why.
        let end = Instant::now() + FAREWELL;
        while self.child.try_wait().is_ok_and(|status| status.is_none()) && Instant::now() < end {
            thread::sleep(Duration::from_millis(10));
        }
        thread::sleep(Duration::from_millis(20));
        let status = match self.child.try_wait() {
            Ok(Some(status)) => status.to_string(),
            _ => "its standard output is closed".to_owned(),
        };
        Fault::Ended { status, stderr: self.last_words() }
    }

    fn no_reply(&self, asked: &'static str, line: &str) -> Fault {
        Fault::NoReply { asked, line: cut(line), stderr: self.last_words() }
    }

    fn last_words(&self) -> Vec<String> {
        self.stderr.lock().map(|kept| kept.iter().cloned().collect()).unwrap_or_default()
    }
}

/// An adapter gets the chance to end by itself.
impl Drop for Adapter {
    fn drop(&mut self) {
        if let Some(mut input) = self.input.take() {
            let mut line = serde_json::to_vec(&Request::Stop).unwrap_or_default();
            line.push(b'\n');
            let _ = input.write_all(&line);
        }
        let end = Instant::now() + FAREWELL;
        while Instant::now() < end {
            if !self.child.try_wait().is_ok_and(|status| status.is_none()) {
                return;
            }
            thread::sleep(Duration::from_millis(5));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn asked(request: &Request) -> &'static str {
    match request {
        Request::Start { .. } => "start",
        Request::Reset => "reset",
        Request::Run { .. } => "run",
        Request::Stop => "stop",
    }
}

fn keep(output: impl BufRead, kept: &Mutex<VecDeque<String>>) {
    for line in output.lines().map_while(Result::ok) {
        let Ok(mut kept) = kept.lock() else { return };
        if kept.len() == KEPT_LINES {
            kept.pop_front();
        }
        kept.push_back(cut(&line));
    }
}

fn cut(line: &str) -> String {
    let shown: String = line.chars().take(SHOWN_CHARACTERS).flat_map(char::escape_debug).collect();
    if line.chars().nth(SHOWN_CHARACTERS).is_some() { format!("{shown}…") } else { shown }
}
