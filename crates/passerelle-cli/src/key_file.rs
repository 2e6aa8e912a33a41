//! Keys in files.
//!
//! A private key is PKCS#8 in PEM (RFC 5958, RFC 7468), as OpenSSL reads and writes it, encrypted with a passphrase. A line above
//! it says whose key it is; OpenSSL skips that:
//!
//! ```text
//! authority: XX/northland
//! -----BEGIN ENCRYPTED PRIVATE KEY-----
//! ```
//! A key to which records are sealed has the line `use: enc` beside it, since a P-256 key does not show by itself what it is for.
//! The public half is a JWK (RFC 7517) in a file of its own, which may be given to anybody.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use passerelle::Code;
use passerelle::crypto::{
    AgreementKey, Algorithm, Decryptor, Hybrid, KeyId, PublicKey, Signer, SoftwareDecryptor, SoftwareKey,
};
use passerelle::json::{self, Value};
use passerelle::record::AuthorityId;
use passerelle::trust::KeyUse;
use pkcs8::der::pem::LineEnding;
use pkcs8::{EncryptedPrivateKeyInfoRef, PrivateKeyInfoRef, SecretDocument, pkcs5};
use zeroize::Zeroizing;

use crate::failure::Failure;
use crate::write::{Existing, Readers, write};

/// The variable of the environment that may hold the passphrase.
const VARIABLE: &str = "PASSERELLE_PASSPHRASE";

/// The fewest characters of a passphrase for a new key: whoever copies the file can try as many as they like.
const SHORTEST: usize = 12;

const ENCRYPTED: &str = "ENCRYPTED PRIVATE KEY";
const PLAIN: &str = "PRIVATE KEY";

/// Where the passphrase comes from. It is never a word of the command line, where every user of the machine could read it.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct Passphrase {
    /// File whose first line is the passphrase; with several keys, one for each. Without it: the variable
    /// PASSERELLE_PASSPHRASE, or a question at the terminal
    #[arg(long, value_name = "FILE", help_heading = "Keys")]
    passphrase_file: Vec<PathBuf>,
}

impl Passphrase {
    /// What is at hand without asking: the files' first lines, or the variable.
    fn at_hand(&self) -> Result<Vec<Zeroizing<String>>, Failure> {
        let mut found = Vec::new();
        for path in &self.passphrase_file {
            let text = Zeroizing::new(fs::read_to_string(path).map_err(|error| Failure::read(path, &error))?);
            found.push(Zeroizing::new(text.lines().next().unwrap_or_default().to_owned()));
        }
        match std::env::var(VARIABLE) {
            Ok(text) if found.is_empty() => found.push(Zeroizing::new(text)),
            _ => {}
        }
        Ok(found)
    }

    /// The passphrase for a new key.
    ///
    /// # Errors
    /// `CMD_PASSPHRASE` where there is none, it is too short, or was typed in two ways.
    pub(crate) fn for_new_key(&self, path: &Path) -> Result<Zeroizing<String>, Failure> {
        let refused = |why: &str| Failure::new(Code::CmdPassphrase).about(path.display()).because(why);
        let passphrase = match self.at_hand()?.into_iter().next() {
            Some(passphrase) => passphrase,
            None => {
                let first = ask(&format!("New passphrase for {}: ", path.display()), path)?;
                let again = ask("The same once more: ", path)?;
                if *first != *again {
                    return Err(refused("the two passphrases are not the same"));
                }
                first
            }
        };
        if passphrase.chars().count() < SHORTEST {
            return Err(refused(&format!("a passphrase needs at least {SHORTEST} characters")));
        }
        Ok(passphrase)
    }
}

/// Asks at the terminal, without showing what is typed.
fn ask(question: &str, path: &Path) -> Result<Zeroizing<String>, Failure> {
    rpassword::prompt_password(question).map(Zeroizing::new).map_err(|_| {
        let why = format!("no --passphrase-file, no {VARIABLE}, and no terminal to ask at");
        Failure::new(Code::CmdPassphrase).about(path.display()).because(why)
    })
}

/// How a new private key is written.
#[derive(Clone, Copy)]
pub(crate) enum Protection<'p> {
    Passphrase(&'p str),
    /// For test authorities only.
    None,
}

/// Reads a private key that signs.
///
/// # Errors
/// `CMD_READ`; `CMD_KEY_FILE` where others may read the file, it names no authority, is no key of a known kind, or is one to
/// which records are sealed; `CMD_PASSPHRASE`.
pub(crate) fn load(path: &Path, passphrase: &Passphrase) -> Result<SoftwareKey, Failure> {
    match load_any(path, passphrase)? {
        Loaded::Signs(key) => Ok(key),
        Loaded::Opens(_) => Err(signs_nothing(path)),
    }
}

/// Reads a private key to which records are sealed.
///
/// # Errors
/// As [`load`], and `CMD_KEY_FILE` where it is a key that signs.
pub(crate) fn load_decryptor(path: &Path, passphrase: &Passphrase) -> Result<SoftwareDecryptor, Failure> {
    match load_any(path, passphrase)? {
        Loaded::Opens(key) => Ok(key),
        Loaded::Signs(_) => {
            let why = "this key signs; what is sealed is opened with one that `key new --use enc` made";
            Err(Failure::new(Code::CmdKeyFile).about(path.display()).because(why))
        }
    }
}

/// A private key, for what it is for.
pub(crate) enum Loaded {
    Signs(SoftwareKey),
    Opens(SoftwareDecryptor),
}

/// Reads a private key of either use.
///
/// # Errors
/// As [`load`], save that a key to which records are sealed is one too.
pub(crate) fn load_any(path: &Path, passphrase: &Passphrase) -> Result<Loaded, Failure> {
    let private = Private::load(path, passphrase)?;
    match private.key_use {
        KeyUse::Enc => private.decryptor(path).map(Loaded::Opens),
        _ => private.signer(path).map(Loaded::Signs),
    }
}

/// Reads the key with which an authority signs, and where both are due one of ML-DSA beside it.
///
/// # Errors
/// Those of [`load`] and [`signer_of`].
pub(crate) fn signer(paths: &[PathBuf], passphrase: &Passphrase) -> Result<Box<dyn Signer>, Failure> {
    let keys = paths.iter().map(|path| load(path, passphrase)).collect::<Result<_, _>>()?;
    signer_of(keys, paths.first().map(PathBuf::as_path).unwrap_or_else(|| Path::new("")))
}

/// What signs with one key, or with one and one of ML-DSA beside it, in whatever order they come.
///
/// # Errors
/// `CMD_KEY_FILE` about the first file where no key signs; `CMD_USAGE` where they are not such a key or pair.
pub(crate) fn signer_of(mut keys: Vec<SoftwareKey>, file: &Path) -> Result<Box<dyn Signer>, Failure> {
    keys.sort_by_key(|key| key.public_key().algorithm().is_ml_dsa());
    let mut keys = keys.into_iter();
    let refused =
        || Failure::usage("one key signs, and beside it at most one of ML-DSA of the same authority").about("--key");
    match (keys.next(), keys.next(), keys.next()) {
        (None, ..) => Err(signs_nothing(file)),
        (Some(first), None, _) if !first.public_key().algorithm().is_ml_dsa() => Ok(Box::new(first)),
        (Some(first), Some(second), None) => match Hybrid::new(first, second) {
            Some(both) => Ok(Box::new(both)),
            None => Err(refused()),
        },
        _ => Err(refused()),
    }
}

/// The names of the algorithms for which this build makes and reads keys that sign.
pub(crate) fn signing_algorithms() -> String {
    Algorithm::ALL.iter().map(|algorithm| algorithm.as_str()).collect::<Vec<_>>().join(", ")
}

/// The complaint about a key that was to sign.
pub(crate) fn signs_nothing(path: &Path) -> Failure {
    let why = "records are sealed to this key (`use: enc`), and it signs nothing";
    Failure::new(Code::CmdKeyFile).about(path.display()).because(why)
}

/// What a private key file holds.
struct Private {
    authority: AuthorityId,
    key_use: KeyUse,
    document: SecretDocument,
}

impl Private {
    fn signer(self, path: &Path) -> Result<SoftwareKey, Failure> {
        SoftwareKey::from_pkcs8(self.authority, self.document.as_bytes()).map_err(|_| {
            let wrong = format!("its key is not one of {}", signing_algorithms());
            Failure::new(Code::CmdKeyFile).about(path.display()).because(wrong)
        })
    }

    fn decryptor(self, path: &Path) -> Result<SoftwareDecryptor, Failure> {
        let wrong = "its key is not one for X25519 or P-256";
        SoftwareDecryptor::from_pkcs8(self.authority, self.document.as_bytes())
            .map_err(|_| Failure::new(Code::CmdKeyFile).about(path.display()).because(wrong))
    }

    fn load(path: &Path, passphrase: &Passphrase) -> Result<Self, Failure> {
        let refused = |why: &str| Failure::new(Code::CmdKeyFile).about(path.display()).because(why);
        let text = Zeroizing::new(fs::read_to_string(path).map_err(|error| not_text(path, &error))?);
        let file = Pem::find(&text).ok_or_else(|| refused("it holds no PEM block"))?;
        refuse_other_readers(path)?;
        let authority = file.authority().map_err(refused)?;
        let key_use = file.key_use().map_err(refused)?;
        let document = match file.label {
            PLAIN => decode(file.block).ok_or_else(|| refused("its PEM block is damaged"))?,
            ENCRYPTED => decrypt(file.block, path, passphrase)?,
            _ => return Err(refused("it is not PKCS#8: `openssl pkcs8 -topk8 -in OLD -out NEW` makes it that")),
        };
        Ok(Self { authority, key_use, document })
    }
}

/// Whose key a private key file says that it is, and what for.
pub(crate) fn key_use(path: &Path) -> Result<KeyUse, Failure> {
    let refused = |why: &str| Failure::new(Code::CmdKeyFile).about(path.display()).because(why);
    let text = Zeroizing::new(fs::read_to_string(path).map_err(|error| not_text(path, &error))?);
    Pem::find(&text).ok_or_else(|| refused("it holds no PEM block"))?.key_use().map_err(refused)
}

/// Writes a private key, which must not be there yet.
///
/// # Errors
/// `CMD_EXISTS`, `CMD_WRITE`.
pub(crate) fn write_private(
    path: &Path,
    authority: &AuthorityId,
    key_use: KeyUse,
    document: &[u8],
    protection: Protection<'_>,
) -> Result<(), Failure> {
    let unusual = || Failure::new(Code::CmdKeyFile).about(path.display()).because("the key cannot be encoded");
    // Without the public half (version 1 of RFC 5958), since OpenSSL 3.0 does not read it in an Ed25519 key.
    let key = PrivateKeyInfoRef::try_from(document).map_err(|_| unusual())?;
    let key = PrivateKeyInfoRef::new(key.algorithm, key.private_key);
    let block = match protection {
        Protection::Passphrase(passphrase) => encrypt(&key, passphrase),
        Protection::None => {
            SecretDocument::encode_msg(&key).ok().and_then(|key| key.to_pem(PLAIN, LineEnding::LF).ok())
        }
    };
    let line = if key_use == KeyUse::Enc { "use: enc\n" } else { "" };
    let text = Zeroizing::new(format!("authority: {authority}\n{line}{}", *block.ok_or_else(unusual)?));
    write(path, text.as_bytes(), Existing::Keep, Readers::Owner)
}

/// The place of the public half beside a private key: `northland.pub.json` for `northland.pem`.
pub(crate) fn public_path(private: &Path) -> PathBuf {
    let is_suffix = |suffix: &&str| private.extension().is_some_and(|held| held.eq_ignore_ascii_case(suffix));
    if ["pem", "key", "p8"].iter().any(is_suffix) {
        private.with_extension("pub.json")
    } else {
        let mut name = private.as_os_str().to_owned();
        name.push(".pub.json");
        name.into()
    }
}

/// A public key and its name.
#[derive(Clone, Debug)]
pub(crate) struct Public {
    pub(crate) id: KeyId,
    pub(crate) key: PublicKey,
}

impl Public {
    pub(crate) fn of(signer: &dyn Signer) -> Self {
        Self { id: KeyId::of(signer.authority(), signer.public_key()), key: signer.public_key().clone() }
    }

    /// The JWK with `kid`, `alg` and `use`.
    pub(crate) fn to_jwk(&self) -> String {
        described(self.key.to_jwk(), &self.id, self.key.algorithm().as_str(), "sig")
    }

    /// Reads the file of a public key that signs.
    ///
    /// # Errors
    /// `CMD_READ`, `CMD_KEY_FILE`.
    pub(crate) fn read(path: &Path) -> Result<Self, Failure> {
        match PublicFile::read(path)? {
            PublicFile::Signing(public) => Ok(public),
            PublicFile::Encryption(_) => {
                let why = "records are sealed to this key, and it signs nothing";
                Err(Failure::new(Code::CmdKeyFile).about(path.display()).because(why))
            }
        }
    }
}

/// A public key to which records are sealed, and its name.
#[derive(Clone, Debug)]
pub(crate) struct PublicEncryption {
    pub(crate) id: KeyId,
    pub(crate) key: AgreementKey,
}

impl PublicEncryption {
    pub(crate) fn of(decryptor: &dyn Decryptor) -> Self {
        let key = decryptor.public_key();
        Self { id: KeyId::of_encryption(decryptor.authority(), key), key: key.clone() }
    }

    /// The JWK with `kid`, `alg` and `use`.
    pub(crate) fn to_jwk(&self) -> String {
        described(self.key.to_jwk(), &self.id, "ECDH-ES+A256KW", "enc")
    }
}

fn described(mut jwk: json::Object, id: &KeyId, alg: &str, key_use: &str) -> String {
    for (name, value) in [("kid", id.to_string().as_str()), ("alg", alg), ("use", key_use)] {
        jwk.insert(name, Value::String(value.to_owned()));
    }
    String::from_utf8(jwk.to_canonical()).unwrap_or_default()
}

/// A public key file, by what the key is for.
#[derive(Clone, Debug)]
pub(crate) enum PublicFile {
    Signing(Public),
    Encryption(PublicEncryption),
}

impl PublicFile {
    /// The name of the key.
    pub(crate) fn id(&self) -> &KeyId {
        match self {
            Self::Signing(public) => &public.id,
            Self::Encryption(public) => &public.id,
        }
    }

    /// Reads a public key file.
    ///
    /// # Errors
    /// `CMD_READ`, `CMD_KEY_FILE`.
    pub(crate) fn read(path: &Path) -> Result<Self, Failure> {
        let refused = |why: &str| Failure::new(Code::CmdKeyFile).about(path.display()).because(why);
        let bytes = Zeroizing::new(fs::read(path).map_err(|error| Failure::read(path, &error))?);
        if is_private(&bytes) {
            return Err(refused("this is a private key; its public half is due here (the .pub.json file beside it)"));
        }
        let jwk = json::read(&bytes).map_err(|_| refused("it is no JWK"))?;
        let unusable = |error: passerelle::crypto::KeyError| refused(&error.to_string());
        let id = jwk.get("kid").and_then(Value::as_str).and_then(|kid| KeyId::parse(kid).ok());
        let id = id.ok_or_else(|| refused("its `kid` is not `<authority>#<thumbprint>`"))?;
        let named = |thumbprint: String| {
            if id.thumbprint() == thumbprint {
                Ok(id.clone())
            } else {
                Err(refused("its `kid` belongs to another key"))
            }
        };
        if jwk.get("use").and_then(Value::as_str) == Some("enc") {
            let key = AgreementKey::from_jwk(&jwk).map_err(unusable)?;
            return Ok(Self::Encryption(PublicEncryption { id: named(key.thumbprint())?, key }));
        }
        let key = PublicKey::from_jwk(&jwk).map_err(unusable)?;
        Ok(Self::Signing(Public { id: named(key.thumbprint())?, key }))
    }
}

/// Whether bytes look like a private key rather than a public one.
pub(crate) fn is_private(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok_and(|text| Pem::find(text).is_some())
}

/// A key file's PEM block, and the text above it.
struct Pem<'t> {
    above: &'t str,
    label: &'t str,
    block: &'t str,
}

impl<'t> Pem<'t> {
    fn find(text: &'t str) -> Option<Self> {
        let start = text.find("-----BEGIN ")?;
        let (above, rest) = text.split_at_checked(start)?;
        let label = rest.strip_prefix("-----BEGIN ")?.split_once("-----")?.0;
        let end = format!("-----END {label}-----");
        let length = rest.find(&end)? + end.len();
        Some(Self { above, label, block: rest.get(..length)? })
    }

    /// What it is for, by a line `use: …` above it; a key without one signs.
    fn key_use(&self) -> Result<KeyUse, &'static str> {
        let mut lines = self.above.lines().filter_map(|line| line.trim().strip_prefix("use:"));
        match (lines.next().map(str::trim), lines.next()) {
            (None | Some("sig"), None) => Ok(KeyUse::Sig),
            (Some("enc"), None) => Ok(KeyUse::Enc),
            _ => Err("its line `use:` is neither `sig` nor `enc`, or stands twice"),
        }
    }

    /// Whose key it is, by the one line `authority: …` above it.
    fn authority(&self) -> Result<AuthorityId, &'static str> {
        let mut lines = self.above.lines().filter_map(|line| line.trim().strip_prefix("authority:"));
        match (lines.next(), lines.next()) {
            (Some(name), None) => AuthorityId::new(name.trim())
                .map_err(|_| "the line `authority:` does not name one, such as XX/northland"),
            (Some(_), Some(_)) => Err("it has more than one line `authority:`"),
            (None, _) => {
                Err("it does not say whose key it is; put a line such as `authority: XX/northland` above the key")
            }
        }
    }
}

fn decode(block: &str) -> Option<SecretDocument> {
    SecretDocument::from_pem(block).ok().map(|(_, document)| document)
}

/// PBES2 with scrypt and AES-256-CBC (RFC 8018, RFC 7914).
///
/// N = 2^14 is the most for which OpenSSL, as it is set up everywhere, lets scrypt have the memory; p = 5 makes up for it in work.
fn encrypt(key: &PrivateKeyInfoRef<'_>, passphrase: &str) -> Option<Zeroizing<String>> {
    let mut salt = [0; 16];
    let mut iv = [0; 16];
    getrandom::fill(&mut salt).ok()?;
    getrandom::fill(&mut iv).ok()?;
    let cost = scrypt::Params::new(14, 8, 5).ok()?;
    let parameters = pkcs5::pbes2::Parameters::generate_scrypt_aes256cbc(cost, &salt, iv).ok()?;
    key.encrypt_with_params(parameters, passphrase).ok()?.to_pem(ENCRYPTED, LineEnding::LF).ok()
}

fn decrypt(block: &str, path: &Path, passphrase: &Passphrase) -> Result<SecretDocument, Failure> {
    let refused = |code, why: &str| Failure::new(code).about(path.display()).because(why);
    let document = decode(block).ok_or_else(|| refused(Code::CmdKeyFile, "its PEM block is damaged"))?;
    let key = EncryptedPrivateKeyInfoRef::try_from(document.as_bytes())
        .ok()
        .filter(is_affordable)
        .ok_or_else(|| refused(Code::CmdKeyFile, "it is encrypted in a way that is not known here"))?;
    let mut passphrases = passphrase.at_hand()?;
    if passphrases.is_empty() {
        passphrases.push(ask(&format!("Passphrase for {}: ", path.display()), path)?);
    }
    let opened = passphrases.iter().find_map(|passphrase| key.decrypt(passphrase.as_bytes()).ok());
    opened.ok_or_else(|| refused(Code::CmdPassphrase, "the passphrase does not open this key"))
}

/// Whether the key can be opened with at most 1 GiB of memory. What a file demands beyond that would end the program.
fn is_affordable(key: &EncryptedPrivateKeyInfoRef<'_>) -> bool {
    let Some(parameters) = key.encryption_algorithm.pbes2() else { return false };
    parameters.kdf.scrypt().is_none_or(|scrypt| {
        let n = scrypt.cost_parameter;
        n.is_power_of_two() && n > 1 && n.saturating_mul(scrypt.block_size.into()) <= 1 << 23
    })
}

/// A private key that others may read is one no more.
///
/// # Errors
/// `CMD_KEY_FILE`.
#[cfg(unix)]
pub(crate) fn refuse_other_readers(path: &Path) -> Result<(), Failure> {
    use std::os::unix::fs::PermissionsExt;
    let mode = fs::metadata(path).map_err(|error| Failure::read(path, &error))?.permissions().mode();
    if mode & 0o077 == 0 {
        return Ok(());
    }
    let why = "others may read it; if nobody has, `chmod 600` mends that, otherwise make a new key";
    Err(Failure::new(Code::CmdKeyFile).about(path.display()).because(why))
}

/// Other systems keep their rights elsewhere.
#[cfg(not(unix))]
pub(crate) fn refuse_other_readers(_: &Path) -> Result<(), Failure> {
    Ok(())
}

fn not_text(path: &Path, error: &std::io::Error) -> Failure {
    if error.kind() == std::io::ErrorKind::InvalidData {
        Failure::new(Code::CmdKeyFile).about(path.display()).because("it is not text; PKCS#8 in PEM is due")
    } else {
        Failure::read(path, error)
    }
}
