//! The folder in which the demo plays, and the commands and attacks that fill it.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use passerelle::crypto::{KeyId, Signer, SoftwareKey, encode_base64url};
use passerelle::record::Timestamp;
use passerelle::{Code, ObjectClass, json};
use serde_json::{Value, json};

use crate::exit::{self, Exit};
use crate::failure::Failure;
use crate::key_file::{self, Passphrase};
use crate::output::Out;
use crate::write::{Existing, Readers, write};

/// The folder.
pub(super) struct Scene {
    folder: PathBuf,
    /// The time of the demo.
    pub(super) now: Timestamp,
}

impl Scene {
    /// Makes a folder of the given name, or of that name with a number behind it where there is one already.
    pub(super) fn new(wanted: &Path, now: Timestamp) -> Result<Self, Failure> {
        let numbered = |number: u32| {
            let mut name = wanted.as_os_str().to_owned();
            name.push(format!("-{number}"));
            PathBuf::from(name)
        };
        let mut folder = wanted.to_owned();
        let mut number = 1;
        loop {
            match fs::create_dir(&folder) {
                Ok(()) => return Ok(Self { folder, now }),
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists && number < 1000 => {
                    number += 1;
                    folder = numbered(number);
                }
                Err(error) => return Err(Failure::write(&folder, &error)),
            }
        }
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    pub(super) fn make_folder(&self, name: &str) -> Result<(), Failure> {
        let path = self.path(name);
        fs::create_dir_all(&path).map_err(|error| Failure::write(&path, &error))
    }

    pub(super) fn read(&self, name: &str) -> Result<Vec<u8>, Failure> {
        let path = self.path(name);
        fs::read(&path).map_err(|error| Failure::read(&path, &error))
    }

    pub(super) fn write(&self, name: &str, bytes: &[u8]) -> Result<(), Failure> {
        write(&self.path(name), bytes, Existing::Keep, Readers::Usual)
    }

    /// Runs one of the commands, as it would be typed; words that begin with `@` are files of the folder.
    pub(super) fn run(&self, line: &str, out: &mut Out) -> Result<(), Failure> {
        let mut words: Vec<OsString> = vec!["passerelle".into(), "--quiet".into(), "--now".into()];
        words.push(self.now.to_string().into());
        words.extend(line.split_whitespace().map(|word| match word.strip_prefix('@') {
            Some(file) => self.path(file).into_os_string(),
            None => word.into(),
        }));
        match exit::perform(words, out)? {
            Exit::Valid => Ok(()),
            _ => {
                Err(Failure::usage(format!("a step of the demo failed at {}: passerelle {line}", self.now))
                    .about("demo"))
            }
        }
    }

    /// A signed record with one more country among those who may have it, and the signature as it was.
    pub(super) fn tamper(&self, signed: &str, to: &str) -> Result<(), Failure> {
        let mut envelope = self.envelope(signed)?;
        let recipients = envelope.pointer_mut("/record/handling/releasable_to").and_then(Value::as_array_mut);
        recipients.ok_or_else(|| unlike(signed))?.push(json!("XD"));
        self.write(to, envelope.to_string().as_bytes())
    }

    /// A record under the name of its issuer's key, but signed with another one.
    pub(super) fn forge(&self, signed: &str, key: &SoftwareKey, to: &str) -> Result<(), Failure> {
        let mut envelope = self.envelope(signed)?;
        let header = envelope.pointer("/signatures/0/protected").and_then(Value::as_str);
        let header = header.ok_or_else(|| unlike(signed))?.to_owned();
        let entry = signature(&envelope, header, key)?;
        put(&mut envelope, "signatures", json!([entry]));
        self.write(to, envelope.to_string().as_bytes())
    }

    /// A record that somebody signed who is not its issuer, under their own name.
    pub(super) fn sign_anothers(&self, signed: &str, key: &SoftwareKey, to: &str) -> Result<(), Failure> {
        let mut envelope = self.envelope(signed)?;
        let header = json!({
            "alg": key.public_key().algorithm().as_str(),
            "iat": self.now.unix_seconds(),
            "kid": KeyId::of(key.authority(), key.public_key()).to_string(),
            "typ": ObjectClass::Record.typ(),
        });
        let entry = signature(&envelope, encode_base64url(header.to_string().as_bytes()), key)?;
        put(&mut envelope, "signatures", json!([entry]));
        self.write(to, envelope.to_string().as_bytes())
    }

    pub(super) fn key(&self, name: &str) -> Result<SoftwareKey, Failure> {
        key_file::load(&self.path(name), &Passphrase::default())
    }

    fn envelope(&self, name: &str) -> Result<Value, Failure> {
        serde_json::from_slice(&self.read(name)?).map_err(|_| unlike(name))
    }
}

fn put(envelope: &mut Value, name: &str, value: Value) {
    if let Some(members) = envelope.as_object_mut() {
        members.insert(name.to_owned(), value);
    }
}

fn signature(envelope: &Value, protected: String, key: &SoftwareKey) -> Result<Value, Failure> {
    let record = envelope.get("record").unwrap_or(&Value::Null).to_string();
    let payload = json::read(record.as_bytes()).map_err(|fault| Failure::new(fault.code))?.to_canonical();
    let message = format!("{protected}.{}", encode_base64url(&payload));
    let signature = key.sign(message.as_bytes()).map_err(|error| Failure::new(Code::SignCallback).because(error))?;
    Ok(json!({ "protected": protected, "signature": encode_base64url(&signature) }))
}

fn unlike(name: &str) -> Failure {
    Failure::new(Code::CmdRead).about(name).because("the file is not what the demo wrote")
}
