//! The adapter for the library of this project: messages in, replies out, one a line.

use std::io::{self, BufRead, Write};

use passerelle_conformance::session::Session;

fn main() -> io::Result<()> {
    let mut session = Session::default();
    let mut out = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let Some(reply) = session.reply(serde_json::from_str(&line?)?) else { break };
        serde_json::to_writer(&mut out, &reply)?;
        out.write_all(b"\n")?;
        out.flush()?;
    }
    Ok(())
}
