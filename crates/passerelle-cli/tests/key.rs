//! `passerelle key`, and key files that OpenSSL reads and writes.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where something is not as it should be")]

mod shell;

use std::process::Command;

use serde_json::Value;
use shell::{PASSPHRASE, Said, Shell, said};

const ALGORITHMS: [&str; 3] = ["Ed25519", "ES256", "ES384"];

fn public(shell: &Shell, file: &str) -> Value {
    serde_json::from_str(&shell.read(file)).unwrap()
}

fn openssl(shell: &Shell, line: &str) -> Said {
    let mut command = Command::new("openssl");
    command.args(line.split_whitespace()).current_dir(shell.path("")).env("PASSERELLE_PASSPHRASE", PASSPHRASE);
    said(&mut command)
}

/// The public half that OpenSSL sees in a key file, as the coordinates of a JWK.
fn public_by_openssl(shell: &Shell, file: &str) -> Vec<u8> {
    let text = openssl(shell, &format!("pkey -in {file} -passin env:PASSERELLE_PASSPHRASE -pubout -out {file}.spki"));
    assert_eq!(text.status, Some(0), "{}", text.err);
    let pem = shell.read(format!("{file}.spki"));
    let lines: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    let strict = lines.trim_end_matches('=').replace('+', "-").replace('/', "_");
    passerelle::crypto::decode_base64url(&strict).unwrap()
}

fn coordinates(jwk: &Value) -> Vec<u8> {
    let decode = |value: &Value| passerelle::crypto::decode_base64url(value.as_str().unwrap()).unwrap();
    let mut bytes = decode(&jwk["x"]);
    if jwk.get("y").is_some() {
        bytes.extend(decode(&jwk["y"]));
    }
    bytes
}

#[test]
fn a_new_key_is_two_files_and_only_the_owner_reads_the_private_one() {
    for alg in ALGORITHMS {
        let shell = Shell::new();
        let told = shell.ok(&format!("key new --authority XX/northland --alg {alg} --out northland.pem"));
        let private = shell.read("northland.pem");
        assert!(private.starts_with("authority: XX/northland\n-----BEGIN ENCRYPTED PRIVATE KEY-----\n"), "{private}");
        let jwk = public(&shell, "northland.pub.json");
        let kid = jwk["kid"].as_str().unwrap();
        assert!(kid.starts_with("XX/northland#") && told.contains(kid));
        assert_eq!((jwk["alg"].as_str(), jwk["use"].as_str(), jwk.get("d")), (Some(alg), Some("sig"), None));
        for file in ["northland.pem", "northland.pub.json"] {
            assert_eq!(shell.ok(&format!("key show {file} --format json")), shell.read("northland.pub.json"));
            let shown = shell.ok(&format!("key show {file}"));
            assert!(shown.contains(kid) && shown.contains(alg) && !shown.contains("PRIVATE"), "{shown}");
        }
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(shell.path("northland.pem")).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }
}

#[test]
fn a_key_is_never_overwritten() {
    let shell = Shell::new();
    shell.ok("key new --authority XX/northland --out key.pem");
    let held = shell.read("key.pem");
    shell.fails("key new --authority XX/northland --out key.pem", 2, "CMD_EXISTS");
    assert_eq!(shell.read("key.pem"), held);
    std::fs::remove_file(shell.path("key.pem")).unwrap();
    shell.fails("key new --authority XX/northland --out key.pem", 2, "CMD_EXISTS");
    assert!(!shell.exists("key.pem"), "no private half without its public one");
}

#[cfg(unix)]
#[test]
fn half_a_pair_is_not_left_behind() {
    let shell = Shell::new();
    // A link to nowhere is no file, and yet no other file can take its place.
    std::os::unix::fs::symlink("nowhere/at/all", shell.path("key.pub.json")).unwrap();
    shell.fails("key new --authority XX/northland --out key.pem --no-passphrase", 2, "CMD_EXISTS");
    assert!(!shell.exists("key.pem"));
    std::fs::remove_file(shell.path("key.pub.json")).unwrap();
    shell.ok("key new --authority XX/northland --out key.pem --no-passphrase");
}

#[cfg(unix)]
#[test]
fn a_private_key_that_others_may_read_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let shell = Shell::new();
    shell.ok("key new --authority XX/northland --out key.pem");
    let allow = |mode| std::fs::set_permissions(shell.path("key.pem"), std::fs::Permissions::from_mode(mode)).unwrap();
    for mode in [0o644, 0o640, 0o604, 0o620] {
        allow(mode);
        assert!(shell.fails("key show key.pem", 2, "CMD_KEY_FILE").contains("chmod 600"));
    }
    allow(0o400);
    shell.ok("key show key.pem");
}

#[test]
fn the_passphrase_comes_from_a_file_or_the_environment_and_must_fit() {
    let shell = Shell::new();
    shell.write("right", "a passphrase from a file\nnot this line\n");
    shell.write("wrong", "another passphrase\n");
    shell.write("short", "eleven char\n");
    shell.ok("key new --authority XX/northland --out key.pem --passphrase-file right");
    shell.ok("key show key.pem --passphrase-file right");
    shell.ok("key show key.pem --passphrase-file wrong --passphrase-file right");
    shell.fails("key show key.pem --passphrase-file wrong", 2, "CMD_PASSPHRASE");
    // The file comes before the environment, which holds another one here.
    shell.fails("key show key.pem", 2, "CMD_PASSPHRASE");
    let mut with_variable = shell.command(&["key", "show", "key.pem"]);
    assert_eq!(said(with_variable.env("PASSERELLE_PASSPHRASE", "a passphrase from a file")).status, Some(0));
    shell.fails("key show key.pem --passphrase-file nowhere", 2, "CMD_READ");
    let told =
        shell.fails("key new --authority XX/northland --out other.pem --passphrase-file short", 2, "CMD_PASSPHRASE");
    assert!(told.contains("for a new key, choose one"), "{told}");
    assert!(!shell.exists("other.pem") && !shell.exists("other.pub.json"));
}

/// In a session of its own a process has no terminal, so there is nobody to ask.
#[cfg(unix)]
#[test]
fn without_a_passphrase_and_without_a_terminal_nothing_is_made() {
    let shell = Shell::new();
    let mut command = Command::new("setsid");
    command.args([env!("CARGO_BIN_EXE_passerelle"), "key", "new", "--authority", "XX/northland", "--out", "key.pem"]);
    command.current_dir(shell.path("")).stdin(std::process::Stdio::null()).env_remove("PASSERELLE_PASSPHRASE");
    let said = said(&mut command);
    assert_eq!(said.status, Some(2), "{}{}", said.out, said.err);
    assert!(said.err.contains("CMD_PASSPHRASE") && said.err.contains("--passphrase-file"), "{}", said.err);
    assert!(!shell.exists("key.pem"));
}

#[test]
fn only_test_authorities_have_keys_without_a_passphrase() {
    let shell = Shell::new();
    shell.ok("key new --authority XX/northland --no-passphrase --out test.pem");
    assert!(shell.read("test.pem").contains("-----BEGIN PRIVATE KEY-----"));
    shell.ok("key show test.pem");
    shell.fails("key new --authority ZZ/police --no-passphrase --out live.pem", 2, "CMD_USAGE");
    assert!(!shell.exists("live.pem"));
    shell.fails("key new --authority northland --out x.pem", 2, "CMD_USAGE");
    shell.fails("key new --authority XX/northland --alg RS256 --out x.pem", 2, "CMD_USAGE");
    shell.fails("key new --authority XX/northland --passphrase secret --out x.pem", 2, "CMD_USAGE");
}

#[test]
fn openssl_reads_our_keys() {
    for (alg, options) in [("Ed25519", ""), ("ES256", ""), ("ES384", ""), ("Ed25519", "--no-passphrase")] {
        let shell = Shell::new();
        shell.ok(&format!("key new --authority XX/northland --alg {alg} {options} --out key.pem"));
        let theirs = public_by_openssl(&shell, "key.pem");
        let ours = coordinates(&public(&shell, "key.pub.json"));
        assert!(theirs.ends_with(&ours), "{alg}");
    }
}

#[test]
fn we_read_keys_made_by_openssl() {
    let kinds = [
        ("Ed25519", "-algorithm ED25519"),
        ("ES256", "-algorithm EC -pkeyopt ec_paramgen_curve:P-256"),
        ("ES384", "-algorithm EC -pkeyopt ec_paramgen_curve:P-384"),
    ];
    for (alg, options) in kinds {
        for encryption in ["", "-aes-256-cbc -pass env:PASSERELLE_PASSPHRASE"] {
            let shell = Shell::new();
            let made = openssl(&shell, &format!("genpkey {options} {encryption} -out key.pem"));
            assert_eq!(made.status, Some(0), "{}", made.err);
            assert!(shell.fails("key show key.pem", 2, "CMD_KEY_FILE").contains("authority: XX/northland"));
            shell.write("key.pem", &format!("authority: XX/northland\n{}", shell.read("key.pem")));
            let jwk: Value = serde_json::from_str(&shell.ok("key show key.pem --format json")).unwrap();
            assert_eq!(jwk["alg"], alg);
            assert!(public_by_openssl(&shell, "key.pem").ends_with(&coordinates(&jwk)), "{alg} {encryption}");
        }
    }
    // What `openssl pkcs8` makes of an older form, and with scrypt.
    let shell = Shell::new();
    assert_eq!(openssl(&shell, "ecparam -name prime256v1 -genkey -noout -out old.pem").status, Some(0));
    shell.write("old.pem", &format!("authority: XX/northland\n{}", shell.read("old.pem")));
    assert!(shell.fails("key show old.pem", 2, "CMD_KEY_FILE").contains("openssl pkcs8"));
    let topk8 = "pkcs8 -topk8 -scrypt -passout env:PASSERELLE_PASSPHRASE -in old.pem -out new.pem";
    assert_eq!(openssl(&shell, topk8).status, Some(0));
    shell.write("new.pem", &format!("authority: XX/northland\n{}", shell.read("new.pem")));
    let modes = std::fs::metadata(shell.path("old.pem")).unwrap().permissions();
    std::fs::set_permissions(shell.path("new.pem"), modes).unwrap();
    shell.ok("key show new.pem");
}

#[test]
fn what_is_no_key_is_refused() {
    let shell = Shell::new();
    assert_eq!(openssl(&shell, "genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out rsa.pem").status, Some(0));
    shell.write("rsa.pem", &format!("authority: XX/northland\n{}", shell.read("rsa.pem")));
    shell.fails("key show rsa.pem", 2, "CMD_KEY_FILE");
    shell.ok("key new --authority XX/northland --no-passphrase --out key.pem");
    let sound = shell.read("key.pem");
    let jwk = shell.read("key.pub.json");
    let broken = [
        ("two.pem", sound.replace("authority: XX/northland\n", "authority: XX/northland\nauthority: XX/southland\n")),
        ("nobody.pem", sound.replace("XX/northland", "northland")),
        ("cut.pem", sound.replace("KEY-----\nM", "KEY-----\nN")),
        ("endless.pem", sound.replace("-----END", "-----BEGIN")),
        ("empty.json", String::new()),
        ("other.json", jwk.replace("XX/northland#", "XX/northland#A")),
        ("nameless.json", jwk.replace("kid", "kif")),
        ("private.json", jwk.replace("\"use\"", "\"d\"")),
    ];
    for (name, text) in broken {
        shell.write(name, &text);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            std::fs::set_permissions(shell.path(name), std::fs::Permissions::from_mode(0o600)).unwrap();
        }
        shell.fails(&format!("key show {name}"), 2, "CMD_KEY_FILE");
    }
    shell.fails("key show nowhere.pem", 2, "CMD_READ");
}
