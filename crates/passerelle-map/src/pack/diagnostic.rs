//! What is wrong with a pack, and where in its files.

use std::fmt;
use std::ops::Range;

use passerelle::Code;

/// One thing that is wrong with a pack.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Diagnostic {
    /// What it is.
    pub code: Code,
    /// The file of the pack, from its folder.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// How many characters are meant.
    pub length: usize,
    /// The line as it stands in the file.
    pub excerpt: String,
    /// What exactly, in words without a full stop.
    pub detail: String,
}

impl Diagnostic {
    pub(crate) fn new(code: Code, file: &str, text: &str, span: Range<usize>, detail: impl Into<String>) -> Self {
        let start = floor(text, span.start);
        let before = text.get(..start).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |end| end + 1);
        let excerpt = text.get(line_start..).unwrap_or_default().lines().next().unwrap_or_default();
        let column = text.get(line_start..start).unwrap_or_default().chars().count();
        let marked = text.get(start..floor(text, span.end.max(start))).unwrap_or_default();
        let length = marked.lines().next().unwrap_or_default().chars().count().max(1);
        Self {
            code,
            file: file.to_owned(),
            line: before.matches('\n').count() + 1,
            column: column + 1,
            length,
            excerpt: excerpt.to_owned(),
            detail: detail.into(),
        }
    }
}

/// The last place between characters that is not behind `index`.
fn floor(text: &str, index: usize) -> usize {
    (0..=index.min(text.len())).rev().find(|index| text.is_char_boundary(*index)).unwrap_or(0)
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = self.line.to_string();
        let margin = " ".repeat(number.len());
        let indent: String =
            self.excerpt.chars().take(self.column - 1).map(|c| if c == '\t' { '\t' } else { ' ' }).collect();
        writeln!(f, "{}: {}", self.code, self.detail)?;
        writeln!(f, "{margin}--> {}:{}:{}", self.file, self.line, self.column)?;
        writeln!(f, "{margin} |")?;
        writeln!(f, "{number} | {}", self.excerpt)?;
        write!(f, "{margin} | {indent}{}", "^".repeat(self.length))
    }
}

/// A pack that cannot be used, with everything that is wrong with it.
#[derive(Debug, thiserror::Error)]
#[error("the map pack has {} faults", .diagnostics.len())]
pub struct PackError {
    /// Every fault, in the order of the files and of their lines.
    pub diagnostics: Vec<Diagnostic>,
}
