//! `passerelle map`: rows of a national system and records.

mod children;
mod examples;
mod infer;
mod issue;
mod lens;
mod pack;

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use passerelle::Code;
use passerelle_map::{Loss, Pack};

use crate::arguments::Format;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::{Out, Pen};

/// Make records of the rows of a national system, and rows of records, by a map pack
///
/// A map pack is a folder with map.toml, tables of codes and small exports to test it with. Chapter 20 of the specification
/// describes it.
#[derive(Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Check(pack::Check),
    Test(examples::Test),
    Run(issue::Run),
    Key(issue::Key),
    Get(lens::Get),
    Put(lens::Put),
    Preview(lens::Preview),
    Infer(infer::Infer),
    Schema(pack::Schema),
    Explain(pack::Explain),
}

pub(crate) fn run(arguments: &Arguments, context: &Context, out: &mut Out) -> Result<Exit, Failure> {
    if !matches!(arguments.command, Command::Test(_)) {
        context.only(&[Format::Human])?;
    }
    match &arguments.command {
        Command::Check(arguments) => pack::check(arguments, context, out),
        Command::Test(arguments) => examples::test(arguments, context, out),
        Command::Run(arguments) => issue::run(arguments, context, out),
        Command::Key(arguments) => issue::key(arguments, context, out),
        Command::Get(arguments) => lens::get(arguments, out),
        Command::Put(arguments) => lens::put(arguments, context, out),
        Command::Preview(arguments) => lens::preview(arguments, context, out),
        Command::Infer(arguments) => infer::infer(arguments, out),
        Command::Schema(_) => pack::schema(out),
        Command::Explain(arguments) => pack::explain(arguments, context, out),
    }
}

/// The pack that a command works with.
#[derive(Args)]
struct Folder {
    /// The folder of the map pack
    #[arg(value_name = "PACK")]
    pack: PathBuf,
}

impl Folder {
    /// The file that every pack has.
    fn file(&self) -> Result<PathBuf, Failure> {
        let file = self.pack.join("map.toml");
        match std::fs::metadata(&file) {
            Ok(_) => Ok(file),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let begin = "there is no map pack here yet; `passerelle map infer EXPORT > map.toml` proposes one";
                Err(Failure::new(Code::CmdRead).about(file.display()).because(begin))
            }
            Err(error) => Err(Failure::read(&file, &error)),
        }
    }

    /// Reads the pack. Where it does not compile, everything that is wrong is written, and there is none.
    fn open(&self, context: &Context, out: &mut Out) -> Result<Option<Pack>, Failure> {
        let file = self.file()?;
        match Pack::open(&self.pack) {
            Ok(pack) => Ok(Some(pack)),
            Err(error) => {
                let pen = Pen::new(context);
                for diagnostic in &error.diagnostics {
                    out.line(&diagnostic.to_string())?;
                    out.line(&format!("  {}", pen.faint(diagnostic.code.hint(context.language))))?;
                    out.line("")?;
                }
                out.line(&format!("{}: faults: {}", file.display(), error.diagnostics.len()))?;
                Ok(None)
            }
        }
    }

    /// The same for commands whose output is a document.
    fn open_quietly(&self) -> Result<Pack, Failure> {
        let file = self.file()?;
        Pack::open(&self.pack).map_err(|error| match error.diagnostics.first() {
            Some(first) => {
                Failure::new(first.code).about(format!("{}:{}", file.display(), first.line)).because(&first.detail)
            }
            None => Failure::new(Code::MapSyntax).about(file.display()),
        })
    }
}

/// Opens a file, or the standard input for `-`.
fn input(path: &Path) -> Result<Box<dyn std::io::BufRead + Send>, Failure> {
    if path == Path::new("-") {
        return Ok(Box::new(std::io::BufReader::new(std::io::stdin())));
    }
    let file = std::fs::File::open(path).map_err(|error| Failure::read(path, &error))?;
    Ok(Box::new(std::io::BufReader::with_capacity(256 * 1024, file)))
}

/// Losses in lines; those of the header, which no national row holds, in one line together.
fn tell_losses(losses: &[Loss], context: &Context, out: &mut Out) -> Result<(), Failure> {
    let pen = Pen::new(context);
    let (content, header): (Vec<&Loss>, Vec<&Loss>) =
        losses.iter().partition(|loss| loss.place.starts_with("/content"));
    for loss in content {
        let columns = loss.columns.as_ref().map(|columns| format!(" ({columns})")).unwrap_or_default();
        let message = pen.faint(loss.code.message(context.language));
        out.line(&format!("  {:<16} {}{columns}  {message}", loss.code.as_str(), loss.place))?;
    }
    if !header.is_empty() {
        out.line(&format!("  and {} members of the header, which the row has no columns for", header.len()))?;
    }
    Ok(())
}
