//! `passerelle demo`: the whole way of a record, with invented data.

mod mapping;
mod scene;
mod told;

use std::path::PathBuf;

use clap::Args;
use include_dir::{Dir, include_dir};
use passerelle::container::{Piece, Unpacker};
use passerelle::crypto::{Algorithm, SoftwareKey};
use passerelle::diff::{Values, changes, describe};
use passerelle::forward::{check_forward, open_forward};
use passerelle::handling::{Recipient, Sender, release};
use passerelle::receipt::open_receipt;
use passerelle::record::{AuthorityId, Content, PartyCode, Timestamp};
use passerelle::status::{History, Judgements};
use passerelle::trust::Trust;
use passerelle::vocabulary::code::Purpose;
use passerelle::{Code, Language, OpenError, Opening, VerifiedRecord, open, open_with, validate, vocabulary};
use scene::Scene;
use unicode_width::UnicodeWidthStr;

use crate::arguments::Format;
use crate::context::{Context, Talk};
use crate::exit::Exit;
use crate::failure::{Failure, shown};
use crate::key_file::{self, Passphrase, Public};
use crate::output::{Out, Pen};
use crate::trust_store;

/// See the whole way of a record: two test countries exchange invented records, forgers are caught, and every file stays for
/// you to look at
///
/// It is told in the language of --lang; README.txt in English. The clock stands at a time at which the
/// invented records are in force, unless --now gives another. With --quiet nothing is told.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The folder to make; with a number behind its name where it exists already
    #[arg(default_value = "passerelle-demo")]
    folder: PathBuf,
}

/// The example records, which every copy of the program carries with it.
static EXAMPLES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../examples/records");

/// The one record of the demo that is no example.
const WITHDRAWAL: &[u8] = include_bytes!("withdrawal.json");

/// The time at which the demo plays unless --now says otherwise: the example records are in force then, whenever somebody runs it.
const CLOCK: &str = "2026-12-01T12:00:00Z";

/// What Southland sends, and from which draft.
const SENT: [(&str, &str); 5] = [
    ("sea-route-rev1.json", "modus-operandi-sea-route-rev1.json"),
    ("sea-route-rev2.json", "modus-operandi-sea-route-rev2.json"),
    ("sea-route-rev3.json", "modus-operandi-sea-route-rev3.json"),
    ("sea-route-rev4.json", "modus-operandi-sea-route-rev4.json"),
    ("coordinator.json", "profile-coordinator-tigrinya.json"),
];

/// The one of them of which a third country gets a copy without its sources.
const REDACTED: &str = "sea-route-rev4.json";

/// The first lines of a comparison are enough to see what it is.
const CHANGES_SHOWN: usize = 6;

pub(crate) fn run(arguments: &Arguments, context: &Context, out: &mut Out) -> Result<Exit, Failure> {
    context.only(&[Format::Human])?;
    let now = context.told_time.map_or_else(|| Timestamp::new(CLOCK).map_err(Failure::usage), Ok)?;
    let scene = Scene::new(&arguments.folder, now)?;
    let mut demo = Demo { scene, pen: Pen::new(context), talk: context.talk, language: context.language, out, step: 0 };
    demo.tell("Two test countries exchange records of traffickers and their methods. All data are invented.")?;
    let clock =
        demo.told("Nothing here uses a network. The clock of this demo stands at {now}.", &[("now", &now.to_string())]);
    demo.say(&clock)?;
    demo.make_keys_and_trust()?;
    demo.write_and_sign()?;
    let trust = trust_store::load(&demo.scene.path("northland/trust"))?;
    let opened = demo.read_at_the_other_side(&trust)?;
    demo.compare(&opened)?;
    demo.attack(&trust)?;
    let judgements = demo.withdraw(&trust, opened)?;
    demo.ask_for_release(&judgements)?;
    demo.redact(&trust)?;
    demo.seal(&trust)?;
    demo.pack(&trust)?;
    demo.pass_on()?;
    demo.lose_a_key()?;
    demo.map()?;
    demo.show_next_steps()?;
    Ok(Exit::Valid)
}

/// The longest verdict of the demo is `valid, trusted, superseded`.
const WIDEST_VERDICT: usize = 26;

/// A word in green or red, and more words behind it.
#[derive(Clone, Copy)]
enum Verdict<'v> {
    Good(&'v str, &'v str),
    Bad(&'v str, &'v str),
}

struct Demo<'o> {
    scene: Scene,
    pen: Pen,
    talk: Talk,
    language: Language,
    out: &'o mut Out,
    step: usize,
}

impl Demo<'_> {
    fn say(&mut self, line: &str) -> Result<(), Failure> {
        if self.talk == Talk::ProblemsOnly { Ok(()) } else { self.out.line(line) }
    }

    /// A sentence of the table in the language that is asked for.
    fn told(&self, english: &str, places: &[(&str, &str)]) -> String {
        self.pen.said(&told::told(english, self.language, places))
    }

    /// Such a sentence, in a line of its own; with three spaces before it within a step.
    fn tell(&mut self, english: &str) -> Result<(), Failure> {
        let indent = if self.step == 0 { "" } else { "   " };
        let line = format!("{indent}{}", self.told(english, &[]));
        self.say(&line)
    }

    fn heading(&mut self, title: &str) -> Result<(), Failure> {
        self.step += 1;
        let title = self.told(title, &[]);
        let title = self.pen.strong(&format!("{}. {title}", self.step));
        self.say("")?;
        self.say(&title)
    }

    /// A file, the verdict on it, and what it is.
    fn row(&mut self, file: &str, verdict: Verdict<'_>, what: &str) -> Result<(), Failure> {
        let (Verdict::Good(word, rest) | Verdict::Bad(word, rest)) = verdict;
        let (word, rest) = (self.told(word, &[]), rest.replace("trusted", &self.told("trusted", &[])));
        let length = word.width() + rest.width();
        let word = match verdict {
            Verdict::Good(..) => self.pen.good(&word),
            Verdict::Bad(..) => self.pen.bad(&word),
        };
        let space = " ".repeat(WIDEST_VERDICT.saturating_sub(length) + 2);
        self.say(&format!("   {file:<21}{word}{rest}{space}{what}"))
    }

    /// What codes mean, each once.
    fn explain(&mut self, codes: impl IntoIterator<Item = Code>) -> Result<(), Failure> {
        let mut said = Vec::new();
        for code in codes {
            if !said.contains(&code) {
                let line = format!("     {code}: {}", code.message(self.language));
                said.push(code);
                self.say(&line)?;
            }
        }
        Ok(())
    }

    fn make_keys_and_trust(&mut self) -> Result<(), Failure> {
        self.heading("A keeper says whom to believe")?;
        for folder in ["keeper", "southland", "northland"] {
            self.scene.make_folder(folder)?;
        }
        for line in [
            "key new --authority XX/trust --no-passphrase --out @keeper/root.pem",
            "key new --authority XX/trust --no-passphrase --out @keeper/list.pem",
            "key new --authority XX/northland --no-passphrase --out @northland/key.pem",
            "key new --authority XX/southland --no-passphrase --out @southland/key.pem",
            "key new --authority XX/northland --use enc --no-passphrase --out @northland/enc.pem",
            "trust init @keeper/trust --domain XX/trust --root-key @keeper/root.pub.json --list-key @keeper/list.pub.json \
             --sign-with @keeper/root.pem --sign-with @keeper/list.pem",
            "trust add @keeper/trust --authority XX/northland --country XA --key @northland/key.pub.json \
             --roles record,receipt,forward --not-before 2026-01-01 --sign-with @keeper/list.pem",
            "trust add @keeper/trust --authority XX/southland --country XB --key @southland/key.pub.json \
             --roles record,manifest --not-before 2026-01-01 --sign-with @keeper/list.pem",
            "trust add @keeper/trust --authority XX/northland --key @northland/enc.pub.json \
             --not-before 2026-01-01 --sign-with @keeper/list.pem",
            "trust pin @northland/trust --root @keeper/trust/roots/1.json",
            "trust verify @northland/trust --update @keeper/trust",
        ] {
            self.scene.run(line, self.out)?;
        }
        self.tell("The keeper of the trust domain XX/trust lists the keys of two police services:")?;
        for authority in ["northland", "southland"] {
            let public = Public::read(&self.scene.path(&format!("{authority}/key.pub.json")))?;
            self.say(&format!("     {}", public.id))?;
        }
        self.tell(
            "Northland has a copy of the list, signed by the keeper. With it every signature can be checked offline.",
        )
    }

    fn write_and_sign(&mut self) -> Result<(), Failure> {
        self.heading("Southland checks and signs its records")?;
        for folder in ["southland/drafts", "southland/signed"] {
            self.scene.make_folder(folder)?;
        }
        let now = self.scene.now;
        let mut valid = 0;
        for file in EXAMPLES.files() {
            let name = file.path().file_name().and_then(|name| name.to_str()).unwrap_or_default();
            let validation = validate(file.contents(), now);
            if let Some(finding) = validation.findings.iter().find(|_| !validation.is_valid()) {
                return Err(Failure::new(finding.code).about(name));
            }
            valid += 1;
            let issuer = validation.record.as_ref().map(|record| record.header.issuer.as_str());
            if issuer == Some("XX/southland") {
                self.scene.write(&format!("southland/drafts/{name}"), file.contents())?;
            }
        }
        self.scene.write("southland/drafts/notice-withdraw-coordinator.json", WITHDRAWAL)?;
        let lists = vocabulary::lists().count();
        let places = [("valid", &*valid.to_string()), ("lists", &*lists.to_string())];
        let line = self.told(
            "{valid} example drafts were checked: their form, the codes of {lists} lists, the rules. No fault.",
            &places,
        );
        self.say(&format!("   {line}"))?;
        for (name, draft) in SENT {
            // What is redacted later was signed so that it can be.
            let redactable = if name == REDACTED { "--redactable default " } else { "" };
            let line = format!(
                "sign @southland/drafts/{draft} {redactable}--key @southland/key.pem --out @southland/signed/{name}"
            );
            self.scene.run(&line, self.out)?;
        }
        self.tell("Signed: a way of smuggling by sea in four revisions, as the smugglers changed it, and a profile.")
    }

    fn read_at_the_other_side(&mut self, trust: &Trust) -> Result<Vec<VerifiedRecord>, Failure> {
        self.heading("Northland opens them, offline")?;
        self.scene.make_folder("northland/received")?;
        let mut opened = Vec::new();
        for (name, _) in SENT {
            opened.push(self.receive(name, trust)?);
        }
        let judgements = History::of(&opened).at(self.scene.now);
        for ((name, _), record) in SENT.iter().zip(&opened) {
            let rest = format!(", trusted, {}", self.status(&judgements, record));
            let title = self.title(record);
            self.row(name, Verdict::Good("valid", &rest), &title)?;
        }
        self.tell(
            "Three answers: the bytes are as they were signed, the signer is one to believe, and does it still hold?",
        )?;
        Ok(opened)
    }

    /// Copies a signed record over to Northland, and opens it there.
    fn receive(&self, name: &str, trust: &Trust) -> Result<VerifiedRecord, Failure> {
        let bytes = self.scene.read(&format!("southland/signed/{name}"))?;
        self.scene.write(&format!("northland/received/{name}"), &bytes)?;
        open(&bytes, trust, self.scene.now).map_err(|error| Failure::new(error.code()).about(name))
    }

    fn compare(&mut self, opened: &[VerifiedRecord]) -> Result<(), Failure> {
        self.heading("What did the smugglers change? Revision 2, held against revision 1")?;
        let [before, after, ..] = opened else { return Ok(()) };
        let all = changes(before.object(), after.object());
        let route: Vec<_> = all.iter().filter(|change| change.section() == "legs").collect();
        for change in route.iter().take(CHANGES_SHOWN) {
            self.say(&format!("   {}", describe(change, self.language, Values::Shown)))?;
        }
        let more = all.len().saturating_sub(route.len().min(CHANGES_SHOWN));
        let line = self.told(
            "… and {more} other changes: prices, equipment, evasion, indicators.",
            &[("more", &more.to_string())],
        );
        self.say(&format!("   {line}"))
    }

    fn attack(&mut self, trust: &Trust) -> Result<(), Failure> {
        self.heading("Somebody meddles")?;
        self.scene.make_folder("attacks")?;
        let authority = AuthorityId::new("XX/southland").map_err(Failure::usage)?;
        let (stranger, _) = SoftwareKey::generate(authority, Algorithm::Ed25519)
            .map_err(|error| Failure::new(Code::SignKey).because(error))?;
        let northland = self.scene.key("northland/key.pem")?;
        let signed = "southland/signed/sea-route-rev4.json";
        self.scene.tamper(signed, "attacks/tampered.json")?;
        self.scene.forge(signed, &stranger, "attacks/forged.json")?;
        self.scene.sign_anothers(signed, &northland, "attacks/not-theirs.json")?;
        let mut codes = Vec::new();
        for (name, what) in [
            ("tampered.json", "changed on the way: one more country may have it"),
            ("forged.json", "signed in Southland's name, but with another key"),
            ("not-theirs.json", "Southland's record, signed by Northland with its own key"),
        ] {
            let bytes = self.scene.read(&format!("attacks/{name}"))?;
            let Err(error) = open(&bytes, trust, self.scene.now) else {
                return Err(Failure::usage(format!("{name} was opened, and should not have been")));
            };
            let what = self.told(what, &[]);
            self.row(name, Verdict::Bad("refused", &format!(" {}", error.code())), &what)?;
            codes.push(error.code());
        }
        self.explain(codes)
    }

    fn withdraw(&mut self, trust: &Trust, mut opened: Vec<VerifiedRecord>) -> Result<Held, Failure> {
        self.heading("Southland takes the profile back: it is about the wrong person")?;
        let profile = opened.len().saturating_sub(1);
        let before = History::of(&opened).at(self.scene.now);
        let draft = "southland/drafts/notice-withdraw-coordinator.json";
        let line = format!("sign @{draft} --key @southland/key.pem --out @southland/signed/withdrawal.json");
        self.scene.run(&line, self.out)?;
        opened.push(self.receive("withdrawal.json", trust)?);
        let after = History::of(&opened).at(self.scene.now);
        if let Some(record) = opened.get(profile) {
            let (was, is) = (self.status(&before, record), self.status(&after, record));
            let what = self.told("since the notice came; before it was {was}", &[("was", &was)]);
            self.row("coordinator.json", Verdict::Bad(&is, ""), &what)?;
        }
        self.tell(
            "The signature still verifies, and the history is kept. But the profile is not to be used, nor sent on.",
        )?;
        Ok(Held { records: opened, judgements: after })
    }

    fn ask_for_release(&mut self, held: &Held) -> Result<(), Failure> {
        self.heading("May Southland send them on?")?;
        let mut codes = Vec::new();
        for (name, to, what) in [
            ("sea-route-rev4.json", "XA", "to XA, Northland"),
            ("sea-route-rev4.json", "XD", "to XD, which its marking does not name"),
            ("coordinator.json", "XA", "to XA, Northland, now that it is withdrawn"),
        ] {
            let index = SENT.iter().position(|(sent, _)| *sent == name).unwrap_or_default();
            let Some(record) = held.records.get(index) else { continue };
            let Some(judgement) = held.judgements.of(record) else { continue };
            let recipient = Recipient {
                party: PartyCode::new(to).map_err(Failure::usage)?,
                environment: record.record().header.environment,
            };
            let purpose = Purpose::new("crime-analysis").map_err(Failure::usage)?;
            let decision = release(record, judgement, &Sender::Issuer, &recipient, &purpose);
            let what = &self.told(what, &[]);
            match decision.reasons().first() {
                None => self.row(name, Verdict::Good("yes", ""), what)?,
                Some(reason) => {
                    self.row(name, Verdict::Bad("no", &format!(" {}", reason.code)), what)?;
                    codes.push(reason.code);
                }
            }
        }
        self.explain(codes)
    }

    /// Southland withholds from Eastland what Eastland may not have.
    fn redact(&mut self, trust: &Trust) -> Result<(), Failure> {
        self.heading("Eastland may have the route, but not where Southland knows it from")?;
        self.scene.make_folder("eastland")?;
        let line = format!(
            "redact @southland/signed/{REDACTED} --for XC --purpose crime-analysis --trust @northland/trust \
             --out @eastland/sea-route.json"
        );
        self.scene.run(&line, self.out)?;
        let whole = open(&self.scene.read(&format!("southland/signed/{REDACTED}"))?, trust, self.scene.now);
        let copy = open(&self.scene.read("eastland/sea-route.json")?, trust, self.scene.now);
        let (whole, copy) = (whole.map_err(not_opened)?, copy.map_err(not_opened)?);
        if copy.digest() != whole.digest() {
            return Err(Failure::usage("a copy has another digest, and should not have"));
        }
        let withheld: Vec<_> = copy.withheld().iter().map(|withheld| withheld.place.as_str()).collect();
        let places = withheld.join(", ");
        let what =
            self.told("with the signature and the digest of the whole; withheld in {places}", &[("places", &places)]);
        self.row("sea-route.json", Verdict::Good("valid", ", trusted"), &what)?;
        self.tell("The copy shows that something is withheld there, and not what. Nobody needed a key to make it.")
    }

    /// Northland passes a sighting on, and says so.
    fn pass_on(&mut self) -> Result<(), Failure> {
        self.heading("Northland passes a sighting of Southland's on")?;
        self.scene.make_folder("later")?;
        for line in [
            "sign @southland/drafts/sighting-interception-at-sea.json --key @southland/key.pem --out @later/sighting.json",
            "forward @later/sighting.json --to XA --purpose crime-analysis --trust @northland/trust --key @northland/key.pem \
             --out @later/forward.json",
            "receipt @later/sighting.json --trust @northland/trust --key @northland/key.pem --out @later/receipt.json",
        ] {
            self.scene.run(line, self.out)?;
        }
        let trust = trust_store::load(&self.scene.path("northland/trust"))?;
        let record = open(&self.scene.read("later/sighting.json")?, &trust, self.scene.now).map_err(not_opened)?;
        let forward =
            open_forward(&self.scene.read("later/forward.json")?, &trust, self.scene.now).map_err(not_opened)?;
        let judgements = History::of([&record]).at(self.scene.now);
        let Some(judgement) = judgements.of(&record) else { return Ok(()) };
        let what = self.told("to others in XA, for crime analysis, under its marking", &[]);
        match check_forward(&forward, &[], &record, judgement, &trust, self.scene.now).first() {
            None => self.row("forward.json", Verdict::Good("sound", ""), &what)?,
            Some(fault) => return Err(Failure::new(fault.finding.code).about("later/forward.json")),
        }
        self.tell("Who gets it sees which way it came. It may not go abroad: its marking says within-country.")
    }

    /// Southland's key is stolen; what Northland has a receipt for stays good.
    fn lose_a_key(&mut self) -> Result<(), Failure> {
        self.heading("A second later, Southland's key is stolen")?;
        let since = Timestamp::from_unix_seconds(self.scene.now.unix_seconds() + 1).map_err(Failure::usage)?;
        let stolen = Public::read(&self.scene.path("southland/key.pub.json"))?.id;
        for line in [
            &format!(
                "trust revoke @keeper/trust --key {stolen} --compromised-since {since} --sign-with @keeper/list.pem"
            ),
            "trust pin @later/trust --root @keeper/trust/roots/1.json",
            "trust verify @later/trust --update @keeper/trust",
        ] {
            self.scene.run(line, self.out)?;
        }
        let trust = trust_store::load(&self.scene.path("later/trust"))?;
        let sighting = self.scene.read("later/sighting.json")?;
        let Err(error) = open(&sighting, &trust, self.scene.now) else {
            return Err(Failure::usage("a stolen key was believed, and should not have been"));
        };
        let what = self.told("a thief can write any date, so nothing that the key signed is believed", &[]);
        self.row("sighting.json", Verdict::Bad("refused", &format!(" {}", error.code())), &what)?;
        let receipts =
            [open_receipt(&self.scene.read("later/receipt.json")?, &trust, self.scene.now).map_err(not_opened)?];
        open_with(&sighting, &Opening::new(&trust, self.scene.now).receipts(&receipts)).map_err(not_opened)?;
        let what = self.told("with Northland's receipt, which shows that it is older than the theft", &[]);
        self.row("sighting.json", Verdict::Good("valid", ", trusted"), &what)?;
        self.explain([error.code()])
    }

    /// Southland seals a record for Northland.
    fn seal(&mut self, trust: &Trust) -> Result<(), Failure> {
        self.heading("Southland seals a record, so that only Northland can read it")?;
        let sealed = "northland/received/sea-route.sealed";
        let line = format!(
            "seal @southland/signed/sea-route-rev4.json --trust @keeper/trust --to XX/northland --purpose crime-analysis \
             --out @{sealed}"
        );
        self.scene.run(&line, self.out)?;
        let bytes = self.scene.read(sealed)?;
        let key = key_file::load_decryptor(&self.scene.path("northland/enc.pem"), &Passphrase::default())?;
        let closed = open(&bytes, trust, self.scene.now).err().map(|error| error.code());
        let opened = open_with(&bytes, &Opening::new(trust, self.scene.now).key(&key));
        let opened = opened.map_err(|error| Failure::new(error.code()).about(sealed))?;
        if let Some(code) = closed {
            let what = self.told("to a relay, which sees its size and the key's name", &[]);
            self.row("sea-route.sealed", Verdict::Bad("closed", &format!(" {code}")), &what)?;
        }
        let what = self.told("to Northland: {title}", &[("title", &self.title(&opened))]);
        self.row("sea-route.sealed", Verdict::Good("valid", ", trusted"), &what)
    }

    /// Southland packs what it sent into one file; on the way its end gets lost.
    fn pack(&mut self, trust: &Trust) -> Result<(), Failure> {
        self.heading("Southland sends its records once more, as one file")?;
        let (whole, cut) = ("northland/received/day.psr.zst", "attacks/cut.psr.zst");
        self.scene.run(
            &format!(
                "pack @southland/signed/*.json --key @southland/key.pem --feed daily \
                 --state @southland/daily.psr-feed.json --out @{whole}"
            ),
            self.out,
        )?;
        let bytes = self.scene.read(whole)?;
        let end = bytes.len().saturating_sub(10);
        self.scene.write(cut, bytes.get(..end).unwrap_or_default())?;
        for (file, path) in [("day.psr.zst", whole), ("cut.psr.zst", cut)] {
            let bytes = self.scene.read(path)?;
            let (mut opened, mut damage) = (0_usize, None);
            for piece in Unpacker::new(bytes.as_slice(), Opening::new(trust, self.scene.now)) {
                match piece {
                    Ok(Piece::Record { outcome, .. }) => opened += usize::from(outcome.is_ok()),
                    Ok(Piece::Segment(_)) => {}
                    Err(error) => damage = error.code(),
                }
            }
            match damage {
                None => {
                    let number = opened.to_string();
                    let what = self
                        .told("{number} records, listed and numbered by one signed manifest", &[("number", &number)]);
                    self.row(file, Verdict::Good("whole", ""), &what)?;
                }
                Some(code) => {
                    let number = opened.to_string();
                    let what = self
                        .told("its end is missing; the {number} records before that are kept", &[("number", &number)]);
                    self.row(file, Verdict::Bad("damaged", &format!(" {code}")), &what)?;
                }
            }
        }
        self.explain([Code::BndDamaged])
    }

    /// What holds of a record; in English by its code, which is a word of that language.
    fn status(&self, judgements: &Judgements, record: &VerifiedRecord) -> String {
        let code = judgements.of(record).map_or("unknown", |judgement| judgement.status.as_str());
        let entry = vocabulary::list("status").and_then(|list| list.get(code));
        match entry {
            Some(entry) if self.language != Language::English => self.pen.said(entry.label(self.language)),
            _ => code.to_owned(),
        }
    }

    /// What people would call a record.
    fn title(&self, record: &VerifiedRecord) -> String {
        match &record.record().content {
            Content::ModusOperandi(method) => {
                let title = method.title.iter().find(|text| text.lang.as_str() == "en").or(method.title.first());
                title.map(|title| title.text.clone()).unwrap_or_default()
            }
            _ => self.told("a person who organises transports", &[]),
        }
    }

    fn show_next_steps(&mut self) -> Result<(), Failure> {
        let steps = next_steps(self.scene.now);
        self.scene.write("README.txt", steps.as_bytes())?;
        let folder = shown(&self.scene.folder().display().to_string());
        self.say("")?;
        let heading = self.told("Every file is in {folder}. What you can do next:", &[("folder", &folder)]);
        let heading = self.pen.strong(&heading);
        self.say(&heading)?;
        if let Some(path) = missing_from_path() {
            let path = shown(&path.display().to_string());
            self.say(&if cfg!(windows) {
                format!("  set PATH={path};%PATH%")
            } else {
                format!("  export PATH=\"{path}:$PATH\"")
            })?;
        }
        self.say(&format!("  cd {folder}"))?;
        for line in steps.lines().filter(|line| line.starts_with("  ")) {
            self.say(line)?;
        }
        let line = self.told("The same list is in README.txt there. `passerelle --help` names every command.", &[]);
        self.say(&line)
    }
}

fn not_opened(error: OpenError) -> Failure {
    Failure::new(error.code())
}

/// What Northland holds, and what holds of it.
struct Held {
    records: Vec<VerifiedRecord>,
    judgements: Judgements,
}

/// The folder of this program, where the shell does not find it by its name.
fn missing_from_path() -> Option<PathBuf> {
    let program = std::env::current_exe().ok()?;
    let folder = program.parent()?.to_owned();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let is_found = std::env::split_paths(&path).any(|entry| entry == folder);
    (!is_found).then_some(folder)
}

/// The file that explains the folder. Its commands run as they stand, from within it; a test runs them.
fn next_steps(now: Timestamp) -> String {
    format!(
        "Passerelle: what the demo left here. All data are invented; the keys are worth nothing.

keeper/     the keys and the trust documents of the trust domain XX/trust
southland/  its key, its drafts, and what it signed
northland/  its key, the trust that it holds, and what it received
eastland/   a copy that it may have, without the sources
attacks/    records that somebody meddled with
national/   an export of Southland's system, the drafts made of it, and the import for a system in Arabic
later/      a sighting with its forward and its receipt, and the trust after Southland's key was stolen

The clock of the demo stands at {now}, hence --now. From within this folder:

  passerelle verify northland/received/*.json --trust northland/trust --now {now}
  passerelle verify attacks/tampered.json --trust northland/trust --now {now}    # exit 1
  passerelle explain SIG_INVALID
  passerelle status northland/received --trust northland/trust --now {now}
  passerelle diff northland/received/sea-route-rev1.json northland/received/sea-route-rev2.json
  passerelle release northland/received/sea-route-rev4.json --to XD --purpose crime-analysis --trust northland/trust \
--now {now}    # exit 1
  passerelle inspect eastland/sea-route.json --trust northland/trust --now {now}
  passerelle diff southland/signed/sea-route-rev4.json eastland/sea-route.json
  passerelle verify later/sighting.json --forward later/forward.json --trust northland/trust --now {now}
  passerelle verify later/sighting.json --trust later/trust --now {now}    # exit 1
  passerelle verify later/sighting.json --receipt later/receipt.json --trust later/trust --now {now}
  passerelle inspect northland/received/sea-route.sealed --trust northland/trust --now {now}    # exit 3
  passerelle verify northland/received/sea-route.sealed --key northland/enc.pem --trust northland/trust --now {now}
  passerelle trust show northland/trust --now {now}
  passerelle key show southland/key.pem
  passerelle map check national/national-eg
  passerelle convert northland/received/sea-route-rev4.json --form opaque
  passerelle validate southland/drafts/*.json --now {now}
"
    )
}
