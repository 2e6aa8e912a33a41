//! Strict base64url (RFC 4648 §5): no padding, no white space, unused bits zero, so that bytes have one spelling.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// Encodes bytes.
#[must_use]
pub fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Decodes a text, or nothing where it is not the one spelling of its bytes.
#[must_use]
pub fn decode(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

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
