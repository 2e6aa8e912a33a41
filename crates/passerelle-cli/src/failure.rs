//! What keeps the command from doing its work.

use std::io;
use std::path::Path;

use passerelle::{Code, Language};

use crate::context::Screen;
use crate::output::said;

/// The command cannot do what it was asked to; this says nothing about a record.
#[derive(Debug)]
pub(crate) enum Failure {
    /// One of the codes `CMD_…`, or of the library.
    Coded(Coded),
    /// Whoever read our output went away.
    BrokenPipe,
}

/// A failure with a code of the registry.
#[derive(Debug)]
pub(crate) struct Coded {
    pub(crate) code: Code,
    /// The file, option or the like that it is about.
    pub(crate) subject: Option<String>,
    /// What exactly, without a full stop.
    pub(crate) detail: Option<String>,
}

impl Failure {
    pub(crate) fn new(code: Code) -> Self {
        Self::Coded(Coded { code, subject: None, detail: None })
    }

    /// Names the file, option or the like that it is about.
    #[must_use]
    pub(crate) fn about(self, subject: impl std::fmt::Display) -> Self {
        match self {
            Self::Coded(coded) => Self::Coded(Coded { subject: Some(shown(&subject.to_string())), ..coded }),
            Self::BrokenPipe => self,
        }
    }

    /// Says what exactly, in words without a full stop.
    #[must_use]
    pub(crate) fn because(self, detail: impl std::fmt::Display) -> Self {
        match self {
            Self::Coded(coded) => Self::Coded(Coded { detail: Some(shown(&detail.to_string())), ..coded }),
            Self::BrokenPipe => self,
        }
    }

    /// Whether it bears this code.
    pub(crate) fn has(&self, code: Code) -> bool {
        matches!(self, Self::Coded(coded) if coded.code == code)
    }

    pub(crate) fn usage(detail: impl std::fmt::Display) -> Self {
        Self::new(Code::CmdUsage).because(detail)
    }

    pub(crate) fn read(path: &Path, error: &io::Error) -> Self {
        Self::new(Code::CmdRead).about(path.display()).because(reason(error))
    }

    pub(crate) fn write(path: &Path, error: &io::Error) -> Self {
        Self::new(Code::CmdWrite).about(path.display()).because(reason(error))
    }

    /// Writing to the standard output went wrong.
    pub(crate) fn output(error: &io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Self::BrokenPipe
        } else {
            Self::new(Code::CmdWrite).about("standard output").because(reason(error))
        }
    }
}

impl Coded {
    /// What, about what, why, and how to mend it, in one line.
    pub(crate) fn line(&self, language: Language) -> String {
        self.line_for(language, Screen::Pipe)
    }

    /// The same as the standard error gets it.
    pub(crate) fn line_for(&self, language: Language, screen: Screen) -> String {
        let said = |text: &str| said(text, language, screen);
        let subject = self.subject.as_ref().map(|subject| format!("{subject}: ")).unwrap_or_default();
        let message = self.code.message(language);
        let hint = said(self.code.hint(language));
        match &self.detail {
            Some(detail) => {
                let message = said(message.trim_end_matches('.'));
                format!("passerelle: {}: {subject}{message}: {detail}. {hint}", self.code)
            }
            None => format!("passerelle: {}: {subject}{} {hint}", self.code, said(message)),
        }
    }
}

/// The system's words, without the number that it puts behind them.
fn reason(error: &io::Error) -> String {
    let words = error.to_string();
    words.split(" (os error").next().unwrap_or(&words).to_owned()
}

/// What nobody sees is escaped, so that it changes nothing on a terminal; joiners too, since this is for file names and lines of
/// a text, where it matters what is there and not how it reads.
pub(crate) fn shown(text: &str) -> String {
    passerelle::escape_unseen(text).chars().fold(String::with_capacity(text.len()), |mut shown, character| {
        if matches!(character, '\u{180E}' | '\u{200C}' | '\u{200D}') {
            shown.extend(character.escape_unicode());
        } else {
            shown.push(character);
        }
        shown
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arabic_complaint_is_not_torn_apart_on_a_terminal() {
        let Failure::Coded(coded) = Failure::usage("unexpected argument").about("--frobnicate") else { unreachable!() };
        let line = coded.line_for(Language::Arabic, Screen::Terminal);
        assert!(line.starts_with("passerelle: CMD_USAGE: --frobnicate: \u{2067}"), "{line}");
        assert!(line.contains("\u{2069}: unexpected argument. \u{2067}"), "{line}");
        assert!(line.contains("\u{2066}`passerelle --help`\u{2069}"), "{line}");
        assert!(!coded.line(Language::Arabic).contains('\u{2067}'));
    }
}
