//! `passerelle inspect`.

use clap::Args;
use passerelle::crypto::{Algorithm, Signer, SoftwareKey};
use passerelle::record::{AuthorityId, SpecVersion, Timestamp};
use passerelle::trust::{Role, Roles, RootKey, Trust, TrustRootDocument, sign_trust_document};
use passerelle::{Code, Integrity, ObjectClass, Report, Standing};

use super::verify::TrustFolder;
use crate::batch::{Batch, Input};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::{Examined, Kind, Out};
use crate::trust_store;

/// List all that is wrong with signed records
///
/// And who signed them, in which form; never what they say.
/// Without --trust no signature can be judged, and the rest still is.
#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    batch: Batch,
    #[command(flatten)]
    trust: TrustFolder,
}

pub(crate) fn run(arguments: &Arguments, context: &Context, out: &mut Out) -> Result<Exit, Failure> {
    let trust = match &arguments.trust.trust_folder {
        Some(folder) => trust_store::load(folder)?,
        None => trust_in_nobody(context)?,
    };
    arguments.batch.report("inspect", context, out, |input| {
        let report = passerelle::inspect(&input.bytes, &trust, context.now);
        examined(input, report)
    })
}

fn examined(input: Input, report: Report) -> Examined {
    let refused = report.integrity == Integrity::Invalid || report.trust == Standing::Untrusted;
    Examined {
        kind: Kind::Signed,
        exit: match report.is_openable() {
            true if report.findings.iter().any(|finding| finding.code == Code::VerMust) => Exit::Undecided,
            true => Exit::Valid,
            false if refused => Exit::Invalid,
            false => Exit::Undecided,
        },
        answers: Some((report.integrity, report.trust, report.status)),
        form: report.form,
        id: report.id,
        record_type: report.record_type,
        rev: report.rev,
        digest: report.digest.map(|digest| digest.hash.to_string()),
        signatures: report.signatures,
        findings: report.findings,
        ..Examined::new(input.name, input.line, input.bytes)
    }
}

/// Trust that vouches for nobody: a root whose key is thrown away at once, and no list.
fn trust_in_nobody(context: &Context) -> Result<Trust, Failure> {
    let failed = || Failure::new(Code::CmdNoTrust);
    let domain = AuthorityId::new("XX/nobody").map_err(|_| failed())?;
    let (key, _) = SoftwareKey::generate(domain.clone(), Algorithm::Ed25519).map_err(|_| failed())?;
    let root_key = RootKey::new(&domain, key.public_key());
    let role = Role { kids: vec![root_key.kid.clone()], threshold: 1 };
    let root = TrustRootDocument {
        spec: SpecVersion::new("1.0").map_err(|_| failed())?,
        domain,
        version: 1,
        issued: context.now,
        expires: Timestamp::from_unix_seconds(context.now.unix_seconds() + 86_400).map_err(|_| failed())?,
        keys: vec![root_key],
        roles: Roles { root: role.clone(), list: role },
    };
    let signed = sign_trust_document(ObjectClass::TrustRoot, &root, &[&key], context.now).map_err(|_| failed())?;
    Trust::pin(&signed).map_err(|_| failed())
}
