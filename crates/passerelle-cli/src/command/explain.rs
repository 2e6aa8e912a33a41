//! `passerelle explain`.

use clap::Args;
use passerelle::Code;
use serde::Serialize;

use crate::arguments::Format;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::{Out, Pen, nearest, print};

/// Say what a code, rule or requirement means
#[derive(Args)]
pub(crate) struct Arguments {
    /// A code such as JSON_SYNTAX, a rule such as iban-mod97, or a requirement such as PSR-JSN-003
    #[arg(required = true, value_name = "CODE")]
    names: Vec<String>,
}

#[derive(Serialize)]
struct Body {
    codes: Vec<Entry>,
}

#[derive(Serialize)]
struct Entry {
    code: &'static str,
    stage: &'static str,
    severity: &'static str,
    severity_for_authors: &'static str,
    requirement: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<&'static str>,
    message: &'static str,
    hint: &'static str,
}

pub(crate) fn run(arguments: &Arguments, context: &Context, out: &mut Out) -> Result<Exit, Failure> {
    context.only(&[Format::Human, Format::Json])?;
    let mut codes = Vec::new();
    for name in &arguments.names {
        codes.extend(named(name)?);
    }
    if context.format == Format::Json {
        let codes = codes.into_iter().map(|code| entry(code, context)).collect();
        print("explain", &Body { codes }, context, out)?;
    } else {
        for (index, code) in codes.into_iter().enumerate() {
            if index > 0 {
                out.line("")?;
            }
            tell(code, context, out)?;
        }
    }
    Ok(Exit::Valid)
}

/// The codes of a name, however it is written in upper and lower case; a requirement can have several.
fn named(name: &str) -> Result<Vec<Code>, Failure> {
    let is_meant = |held: &str| held.eq_ignore_ascii_case(name);
    let found: Vec<Code> = Code::ALL
        .iter()
        .copied()
        .filter(|code| is_meant(code.as_str()) || code.rule().is_some_and(is_meant) || is_meant(code.requirement()))
        .collect();
    if found.is_empty() {
        let upper = name.to_ascii_uppercase();
        let lower = name.to_ascii_lowercase();
        let all = Code::ALL.iter();
        let near = nearest(&upper, all.clone().flat_map(|code| [code.as_str(), code.requirement()]))
            .or_else(|| nearest(&lower, all.filter_map(|code| code.rule())))
            .map(|near| format!("; did you mean {near}?"));
        let reason = format!("no code, rule or requirement has this name{}", near.unwrap_or_default());
        return Err(Failure::usage(reason.trim_end_matches('?')).about(name));
    }
    Ok(found)
}

fn entry(code: Code, context: &Context) -> Entry {
    Entry {
        code: code.as_str(),
        stage: code.stage().as_str(),
        severity: code.severity().as_str(),
        severity_for_authors: code.severity_for_author().as_str(),
        requirement: code.requirement(),
        rule: code.rule(),
        message: code.message(context.language),
        hint: code.hint(context.language),
    }
}

fn tell(code: Code, context: &Context, out: &mut Out) -> Result<(), Failure> {
    let pen = Pen::new(context);
    let words = pen.words();
    out.line(&format!("{}: {}", pen.strong(code.as_str()), pen.said(code.message(context.language))))?;
    out.line(&pen.fact(words.mend, &pen.said(code.hint(context.language))))?;
    out.line(&pen.fact(words.stage, code.stage().as_str()))?;
    let mut severity = pen.said(words.severity(code.severity()));
    if code.severity_for_author() != code.severity() {
        let author = words.severity(code.severity_for_author());
        severity += &format!(" ({})", pen.said(&format!("{}: {author}", words.for_authors)));
    }
    out.line(&pen.fact(words.severity, &severity))?;
    if let Some(rule) = code.rule() {
        out.line(&pen.fact(words.rule, rule))?;
    }
    out.line(&pen.fact(words.requirement, code.requirement()))
}
