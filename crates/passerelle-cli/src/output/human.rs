//! For people: what is wrong, the line with a caret, and how to mend it.

use anstyle::{AnsiColor, Style};
use passerelle::diff::ChangeKind;
use passerelle::json::Pointer;
use passerelle::{Code, Finding, Form, Integrity, Severity, Standing, Status, vocabulary};

use super::excerpt::Excerpt;
use super::mask::Mask;
use super::words::{Words, words};
use super::{Company, Decision, Examined, Kind, Out, Sink, Step, Tally, Way, direction, known, shown_pointer};
use crate::context::{Context, Ink, Screen, Talk};
use crate::exit::Exit;
use crate::failure::Failure;

/// Columns of an excerpt.
const WIDTH: usize = 100;

const ERROR: Style = AnsiColor::Red.on_default().bold();
const WARNING: Style = AnsiColor::Yellow.on_default().bold();
const UNDECIDED: Style = AnsiColor::Magenta.on_default().bold();
const GOOD: Style = AnsiColor::Green.on_default().bold();
const FRAME: Style = AnsiColor::Blue.on_default().bold();
const STRONG: Style = Style::new().bold();
const FAINT: Style = Style::new().dimmed();

/// How texts are put on a screen: in which language, with or without colour.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pen {
    context: Context,
}

impl Pen {
    pub(crate) fn new(context: &Context) -> Self {
        Self { context: *context }
    }

    pub(crate) fn words(self) -> &'static Words {
        words(self.context.language)
    }

    fn paint(self, style: Style, text: &str) -> String {
        match self.context.ink {
            Ink::Plain => text.to_owned(),
            Ink::Coloured => format!("{style}{text}{style:#}"),
        }
    }

    pub(crate) fn strong(self, text: &str) -> String {
        self.paint(STRONG, text)
    }

    pub(crate) fn faint(self, text: &str) -> String {
        self.paint(FAINT, text)
    }

    pub(crate) fn good(self, text: &str) -> String {
        self.paint(GOOD, text)
    }

    pub(crate) fn bad(self, text: &str) -> String {
        self.paint(ERROR, text)
    }

    fn severity(self, severity: Severity, text: &str) -> String {
        match severity {
            Severity::Error => self.paint(ERROR, text),
            Severity::Indeterminate => self.paint(UNDECIDED, text),
            _ => self.paint(WARNING, text),
        }
    }

    /// The sign of a change.
    pub(crate) fn change(self, kind: ChangeKind) -> String {
        match kind {
            ChangeKind::Added => self.paint(GOOD, "+"),
            ChangeKind::Removed => self.paint(ERROR, "-"),
            ChangeKind::Changed => self.paint(WARNING, "~"),
            ChangeKind::Withheld => self.paint(UNDECIDED, "?"),
        }
    }

    /// The mark and the colour of an outcome.
    pub(crate) fn mark(self, exit: Exit) -> String {
        match exit {
            Exit::Valid => self.paint(GOOD, "✓"),
            Exit::Invalid | Exit::Unusable => self.paint(ERROR, "✗"),
            Exit::Undecided => self.paint(UNDECIDED, "?"),
        }
    }

    /// A sentence or word in the reader's language. Codes, pointers and file names stand outside, so that what is copied of
    /// them is clean.
    pub(crate) fn said(self, text: &str) -> String {
        direction::said(text, self.context.language, self.context.screen)
    }

    /// A line of a block: a word, and what belongs to it.
    pub(crate) fn fact(self, word: &str, value: &str) -> String {
        use unicode_width::UnicodeWidthStr;
        let gap = " ".repeat(13_usize.saturating_sub(word.width()).max(1));
        format!("    {}{gap}{value}", self.faint(&self.said(word)))
    }
}

/// Writes results for people.
pub(crate) struct Human {
    context: Context,
    pen: Pen,
    tally: Tally,
}

impl Human {
    pub(crate) fn new(context: Context) -> Self {
        Self { context, pen: Pen::new(&context), tally: Tally::default() }
    }

    fn finding(&self, finding: &Finding, examined: &Examined, mask: &Mask, out: &mut Out) -> Result<(), Failure> {
        let pen = self.pen;
        let language = self.context.language;
        let name = pen.severity(finding.severity, &pen.said(pen.words().severity(finding.severity)));
        let message = pen.strong(&pen.said(finding.code.message(language)));
        out.line(&format!("{name}[{}]: {message}", pen.strong(finding.code.as_str())))?;

        let line_of_file = examined.position(finding).or(finding.position).map(|position| position.line);
        let number = line_of_file.map(|line| line.to_string()).unwrap_or_default();
        let gutter = " ".repeat(number.len().max(2));
        let column = finding.position.map(|position| format!(":{number}:{}", position.column)).unwrap_or_default();
        let inside = if examined.positions_in_payload { " (payload)" } else { "" };
        let pointer = shown_pointer(&finding.pointer, self.context.values);
        let arrow = pen.paint(FRAME, "-->");
        let pointer = if pointer.is_empty() { pointer } else { format!("  {}", pen.faint(&pointer)) };
        out.line(&format!("{gutter}{arrow} {}{inside}{column}{pointer}", examined.file_of(finding)))?;

        let bar = pen.paint(FRAME, "|");
        if let Some(position) = finding.position {
            let excerpt = Excerpt::new(&examined.text, position.offset, mask, WIDTH);
            let number = pen.paint(FRAME, &format!("{number:>width$}", width = gutter.len()));
            let carets = pen.severity(finding.severity, &"^".repeat(excerpt.length));
            let label = self.label(finding).map(|label| pen.severity(finding.severity, &label)).unwrap_or_default();
            out.line(&format!("{gutter} {bar}"))?;
            let line = match self.context.screen {
                Screen::Terminal => direction::line(&excerpt.line),
                Screen::Pipe => excerpt.line,
            };
            out.line(&format!("{number} {bar} {line}"))?;
            out.line(format!("{gutter} {bar} {}{carets} {label}", " ".repeat(excerpt.indent)).trim_end())?;
        }
        let mend = pen.said(&format!("{}{} {}", pen.words().mend, pen.words().colon, finding.code.hint(language)));
        out.line(&format!("{gutter} {} {mend}", pen.paint(FRAME, "=")))?;
        for note in self.notes(finding, examined) {
            out.line(&format!("{gutter} {} {note}", pen.paint(FRAME, "=")))?;
        }
        out.line("")
    }

    /// A few words at the caret: what is missing there.
    fn label(&self, finding: &Finding) -> Option<String> {
        let name = finding.pointer.tokens().last().unwrap_or_default().into_owned();
        match finding.code {
            Code::SchemaRequired | Code::RuleSelectorAttribution if known::is_member(&name) => {
                let words = self.pen.words();
                Some(format!("{}{} {name}", self.pen.said(words.missing), words.colon))
            }
            _ => None,
        }
    }

    /// What else helps: the list that a code should be from, or a name that was meant.
    fn notes(&self, finding: &Finding, examined: &Examined) -> Vec<String> {
        let words = self.pen.words();
        let guess = |guess: &str| format!("{} `{guess}`?", self.pen.said(words.did_you_mean));
        match finding.code {
            Code::VocClosed | Code::VocUnknown | Code::VocHandling | Code::VocDeprecated => {
                let lists = known::lists_at(&finding.pointer);
                let value = finding.span.and_then(|(start, end)| examined.text.get(start..end));
                let value = value.and_then(|value| serde_json::from_slice::<String>(value).ok()).unwrap_or_default();
                let codes = lists.iter().flat_map(|list| list.entries().iter().map(vocabulary::Entry::code));
                let meant = super::nearest(&value, codes).map(guess);
                let listed = lists.iter().map(|list| {
                    let title = self.pen.said(list.title(self.context.language));
                    format!("{}{} {title}, passerelle vocab {}", self.pen.said(words.list), words.colon, list.name())
                });
                meant.into_iter().chain(listed).collect()
            }
            Code::SchemaUnknownMember => {
                let name = finding.pointer.tokens().last().unwrap_or_default().into_owned();
                super::nearest(&name, known::member_names()).map(guess).into_iter().collect()
            }
            _ => Vec::new(),
        }
    }

    fn verdict(&self, examined: &Examined, out: &mut Out) -> Result<(), Failure> {
        let pen = self.pen;
        let words = pen.words();
        let count = |severity| examined.findings.iter().filter(|finding| finding.severity == severity).count();
        let verdict = match examined.decision {
            Some(Decision::Allowed) => words.allow,
            Some(Decision::Denied) => words.deny,
            None => words.exit(examined.exit),
        };
        let mut line = format!("{} {}: {}", pen.mark(examined.exit), examined.place(), pen.said(verdict));
        if let (Some(record_type), Some(rev), Kind::Draft) = (&examined.record_type, examined.rev, examined.kind) {
            line += &format!(" ({record_type}, {} {rev})", pen.said(words.revision));
        }
        for (word, severity) in [(words.errors, Severity::Error), (words.warnings, Severity::Warning)] {
            let count = count(severity);
            if count > 0 {
                line += &format!(" · {}{} {count}", pen.said(word), words.colon);
            }
        }
        out.line(&line)?;
        if let Some((integrity, standing, status)) = examined.answers {
            out.line(&pen.fact(words.integrity, &pen.said(words.integrity(integrity))))?;
            out.line(&pen.fact(words.trust, &pen.said(words.standing(standing))))?;
            let entry = vocabulary::list("status").and_then(|list| list.get(status.as_str()));
            let label = entry.map_or(status.as_str(), |entry| entry.label(self.context.language));
            out.line(&pen.fact(words.status, &pen.said(label)))?;
            if (integrity, standing, status) == (Integrity::Valid, Standing::Trusted, Status::Unknown)
                && examined.company == Company::Alone
            {
                let [why, mend] = words.alone;
                self.alone(17, why, mend, out)?;
            }
        }
        if examined.decision == Some(Decision::Allowed) && examined.company == Company::Alone {
            let [why, _] = words.alone;
            self.alone(4, why, words.held, out)?;
        }
        if examined.kind == Kind::Signed {
            self.claims(examined, out)?;
        }
        Ok(())
    }

    /// Why one record alone is not enough, and what to do about it.
    fn alone(&self, indent: usize, why: &str, mend: &str, out: &mut Out) -> Result<(), Failure> {
        let pen = self.pen;
        let mend = format!("{}{} {mend}", pen.words().mend, pen.words().colon);
        out.line(&format!("{:indent$}{}", "", pen.said(why)))?;
        out.line(&format!("{:indent$}{}", "", pen.said(&mend)))
    }

    /// What a signed record says that it is, and who signed it.
    fn claims(&self, examined: &Examined, out: &mut Out) -> Result<(), Failure> {
        let pen = self.pen;
        let words = pen.words();
        if let Some(seal) = &examined.seal {
            for recipient in &seal.recipients {
                out.line(&pen.fact(words.sealed_to, &recipient.to_string()))?;
            }
            out.line(&pen.fact(words.inside, &format!("{} {}", seal.content_bytes, pen.said(words.bytes))))?;
        }
        if let Some(id) = &examined.id {
            let record_type = examined.record_type.as_deref().unwrap_or("?");
            let rev = examined.rev.map(|rev| rev.to_string()).unwrap_or_default();
            out.line(&pen.fact(words.record, &format!("{id} {} {rev} ({record_type})", pen.said(words.revision))))?;
        }
        if let Some(digest) = &examined.digest {
            out.line(&pen.fact(words.digest, &format!("sha-256 {digest}")))?;
        }
        if let Some(form) = examined.form {
            out.line(&pen.fact(words.form, if form == Form::Opaque { "opaque" } else { "clear" }))?;
        }
        let places = |places: &[Pointer]| {
            let shown: Vec<String> =
                places
                    .iter()
                    .map(|place| {
                        if *place == Pointer::root() {
                            "/".to_owned()
                        } else {
                            shown_pointer(place, self.context.values)
                        }
                    })
                    .collect();
            shown.join(" ")
        };
        for (word, parts) in [(words.withheld_here, &examined.withheld), (words.redactable, &examined.redactable)] {
            if !parts.is_empty() {
                out.line(&pen.fact(word, &places(parts)))?;
            }
        }
        for signature in &examined.signatures {
            let verified =
                if signature.verified { pen.good(&pen.said(words.verified)) } else { pen.said(words.not_verified) };
            let algorithm = signature.algorithm.unwrap_or("?");
            let time = signature.issued_at.map(|time| time.to_string()).unwrap_or_default();
            let value = format!("{} {algorithm} {time} {verified}", signature.key_id);
            out.line(&pen.fact(words.signature, &value))?;
        }
        examined.ways.iter().try_for_each(|way| self.way(way, out))
    }

    /// The way of a copy, a sentence a step.
    fn way(&self, way: &Way, out: &mut Out) -> Result<(), Failure> {
        let pen = self.pen;
        let words = pen.words();
        let name = |code: &str| {
            let entry = vocabulary::list("purpose").and_then(|list| list.get(code));
            entry.map_or_else(|| code.to_owned(), |entry| entry.label(self.context.language).to_owned())
        };
        for (number, Step { forward, .. }) in way.steps.iter().enumerate() {
            let to: Vec<&str> = forward.to.iter().map(|to| to.as_str()).collect();
            let purposes: Vec<String> = forward.purpose.iter().map(|purpose| name(purpose.as_str())).collect();
            let mut sentence = words
                .passed_on
                .replace("{from}", forward.issuer.as_str())
                .replace("{to}", &to.join(", "))
                .replace("{time}", &forward.issued.to_string())
                .replace("{purpose}", &purposes.join(", "));
            if !forward.withheld.is_empty() {
                sentence += &format!(" · {}{} {}", words.withheld, words.colon, forward.withheld.len());
            }
            let gap = if number == 0 && !way.is_whole { "… " } else { "" };
            out.line(&pen.fact(if number == 0 { words.way } else { "" }, &format!("{gap}{}", pen.said(&sentence))))?;
        }
        Ok(())
    }
}

impl Sink for Human {
    fn examined(&mut self, examined: &Examined, out: &mut Out) -> Result<(), Failure> {
        self.tally.count(examined.exit);
        let quiet = self.context.talk == Talk::ProblemsOnly;
        if !examined.findings.is_empty() {
            let mask = Mask::of(&examined.text, self.context.values);
            for finding in &examined.findings {
                if !quiet || finding.severity != Severity::Warning {
                    self.finding(finding, examined, &mask, out)?;
                }
            }
        }
        if quiet && examined.exit == Exit::Valid { Ok(()) } else { self.verdict(examined, out) }
    }

    fn failed(&mut self, _: &Failure, _: &mut Out) -> Result<(), Failure> {
        self.tally.count(Exit::Unusable);
        Ok(())
    }

    fn finish(&mut self, _: Exit, out: &mut Out) -> Result<(), Failure> {
        if self.tally.inputs() < 2 || self.context.talk == Talk::ProblemsOnly {
            return Ok(());
        }
        let words = self.pen.words();
        let mut line = format!("\n{}{} {}", self.pen.said(words.inputs), words.colon, self.tally.inputs());
        for exit in [Exit::Valid, Exit::Invalid, Exit::Undecided, Exit::Unusable] {
            let count = self.tally.of(exit);
            if count > 0 {
                line += &format!(" · {}{} {count}", self.pen.said(words.exit(exit)), words.colon);
            }
        }
        out.line(&line)
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::arguments::Arguments;

    #[test]
    fn what_belongs_to_an_arabic_word_stands_in_its_column() {
        let words = ["passerelle", "vocab", "--lang", "ar", "--color", "never", "--now", "2027-01-15T10:00:00Z"];
        let mut context = Context::new(&Arguments::try_parse_from(words).unwrap().options).unwrap();
        context.screen = Screen::Terminal;
        let fact = Pen::new(&context).fact("القاعدة", "iban-mod97");
        assert!(fact.ends_with("\u{2069}      iban-mod97"), "{fact:?}");
    }
}
