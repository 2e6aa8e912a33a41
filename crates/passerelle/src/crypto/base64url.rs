//! Strict base64url (RFC 4648 §5): no padding, no white space, unused bits zero, so that bytes have one spelling.

use std::sync::LazyLock;

use base64::Engine as _;

/// The crate's engine for many bytes at once, where it has one: what is signed of a record is the base64url of all of it.
#[cfg(any(target_arch = "x86_64", all(target_arch = "aarch64", target_feature = "neon")))]
static ENGINE: LazyLock<base64::engine::Simd> =
    LazyLock::new(|| base64::engine::Simd::url_safe(base64::engine::general_purpose::NO_PAD));

#[cfg(not(any(target_arch = "x86_64", all(target_arch = "aarch64", target_feature = "neon"))))]
static ENGINE: LazyLock<base64::engine::GeneralPurpose> =
    LazyLock::new(|| base64::engine::general_purpose::URL_SAFE_NO_PAD);

/// Encodes bytes.
#[must_use]
pub fn encode(bytes: &[u8]) -> String {
    ENGINE.encode(bytes)
}

/// Decodes a text, or nothing where it is not the one spelling of its bytes.
#[must_use]
pub fn decode(text: &str) -> Option<Vec<u8>> {
    ENGINE.decode(text).ok()
}

#[cfg(test)]
mod tests {
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// What takes many bytes at once says what takes one after the other says, of texts of any length and with any fault.
        #[test]
        fn many_bytes_at_once_are_as_one_after_the_other(
            bytes in prop::collection::vec(any::<u8>(), 0..600),
            at in any::<prop::sample::Index>(),
            wrong in any::<u8>(),
        ) {
            let text = encode(&bytes);
            prop_assert_eq!(&text, &URL_SAFE_NO_PAD.encode(&bytes));
            prop_assert_eq!(decode(&text), Some(bytes));
            for length in text.len().saturating_sub(5)..text.len() {
                let short = text.get(..length).unwrap_or_default();
                prop_assert_eq!(decode(short), URL_SAFE_NO_PAD.decode(short).ok());
            }
            let mut damaged = text.into_bytes();
            if !damaged.is_empty() {
                let at = at.index(damaged.len());
                damaged[at] = wrong;
                let damaged = String::from_utf8_lossy(&damaged);
                prop_assert_eq!(decode(&damaged), URL_SAFE_NO_PAD.decode(damaged.as_ref()).ok());
            }
        }
    }

    /// RFC 4648 §10, without its padding.
    #[test]
    fn has_one_spelling() {
        for (bytes, text) in
            [("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE")]
        {
            assert_eq!(encode(bytes.as_bytes()), text);
            assert_eq!(decode(text).as_deref(), Some(bytes.as_bytes()));
        }
        assert_eq!(decode("-_8"), Some(vec![0xFB, 0xFF]));
        for bad in ["Zg==", "Zg=", "Zh", "Z", "Zm8 ", " Zm8", "Zm\n8", "+/8", "Zm9=v", "Zm9é"] {
            assert_eq!(decode(bad), None, "{bad}");
        }
    }
}
