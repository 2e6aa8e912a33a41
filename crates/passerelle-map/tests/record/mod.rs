//! What every record of a test's pack says: the section that `map infer` proposes, of a test authority.
#![allow(dead_code, reason = "each test file uses its own part")]

/// For a pack that maps roles.
pub(crate) fn record() -> String {
    include_str!("../../src/record.toml").replace("XX/your-authority", "XX/northland")
}

/// For a pack that has no column for them: all its persons are drivers.
pub(crate) fn record_of_drivers() -> String {
    let crime = "crime = [\"som\"]";
    record().replace(crime, &format!("{crime}, roles = [{{ code = \"driver\" }}]"))
}
