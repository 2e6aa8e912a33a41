//! Addresses on block chains, written as CAIP-10: `namespace:reference:address`, with the check of the chain where it has one.

use bech32::segwit;
use sha3::{Digest, Keccak256};

use crate::error::Code;

/// A chain of the family of Bitcoin: the first half of the hash of its first block, the versions of its addresses in
/// base58check, and the prefix of its addresses in bech32.
struct BitcoinChain {
    first_block: &'static str,
    versions: &'static [u8],
    prefix: Option<&'static str>,
}

/// Chains of the namespace `bip122` (BIP-122; versions and prefixes from each chain's reference software).
const BITCOIN_CHAINS: &[BitcoinChain] = &[
    // Bitcoin
    BitcoinChain { first_block: "000000000019d6689c085ae165831e93", versions: &[0x00, 0x05], prefix: Some("bc") },
    // Bitcoin's test network
    BitcoinChain { first_block: "000000000933ea01ad0ee984209779ba", versions: &[0x6F, 0xC4], prefix: Some("tb") },
    // Litecoin
    BitcoinChain {
        first_block: "12a765e31ffd4059bada1e25190f6e98",
        versions: &[0x30, 0x32, 0x05],
        prefix: Some("ltc"),
    },
    // Dogecoin
    BitcoinChain { first_block: "1a91e3dace36e2be3bf030a65679fe82", versions: &[0x1E, 0x16], prefix: None },
];

/// The version of an address of TRON in base58check.
const TRON_VERSION: u8 = 0x41;

/// The hash of a key or script that base58check carries, without the version.
const HASH_BYTES: usize = 20;

/// The public key that an address of Solana is.
const SOLANA_BYTES: usize = 32;

/// What is wrong with an address, if anything is.
pub(super) fn fault(account: &str) -> Option<Code> {
    let Some((namespace, reference, address)) = parts(account) else { return Some(Code::RuleCryptoAddressForm) };
    let right = match namespace {
        "bip122" => {
            let chain = BITCOIN_CHAINS.iter().find(|chain| chain.first_block == reference);
            chain.map(|chain| is_bitcoin_address(address, chain))
        }
        "eip155" => Some(reference.bytes().all(|byte| byte.is_ascii_digit()) && is_ethereum_address(address)),
        "tron" => Some(is_base58check(address, &[TRON_VERSION])),
        "solana" => Some(bs58::decode(address).into_vec().is_ok_and(|key| key.len() == SOLANA_BYTES)),
        _ => None,
    };
    match right {
        Some(true) => None,
        Some(false) => Some(Code::RuleCryptoAddressForm),
        None => Some(Code::RuleCryptoChainUnknown),
    }
}

/// An address in the one spelling that all its spellings have in common.
pub(super) fn normalised(account: &str) -> String {
    let any_case =
        |address: &str| address.starts_with("0x") || BITCOIN_CHAINS.iter().any(|chain| has_prefix(address, chain));
    match account.rsplit_once(':') {
        Some((chain, address)) if any_case(address) => format!("{chain}:{}", address.to_ascii_lowercase()),
        _ => account.to_owned(),
    }
}

/// The three parts of CAIP-10.
fn parts(account: &str) -> Option<(&str, &str, &str)> {
    let (namespace, rest) = account.split_once(':')?;
    let (reference, address) = rest.split_once(':')?;
    let of = |text: &str, lengths: std::ops::RangeInclusive<usize>, allowed: fn(u8) -> bool| {
        lengths.contains(&text.len()) && text.bytes().all(allowed)
    };
    let well_formed = of(namespace, 3..=8, |byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        && of(reference, 1..=32, |byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
        && of(address, 1..=128, |byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.' || byte == b'%');
    well_formed.then_some((namespace, reference, address))
}

fn is_bitcoin_address(address: &str, chain: &BitcoinChain) -> bool {
    if has_prefix(address, chain) { is_segwit(address, chain) } else { is_base58check(address, chain.versions) }
}

fn has_prefix(address: &str, chain: &BitcoinChain) -> bool {
    let prefix = chain.prefix.and_then(|prefix| address.get(..prefix.len() + 1).map(|head| (prefix, head)));
    prefix.is_some_and(|(prefix, head)| head.strip_suffix('1').is_some_and(|head| head.eq_ignore_ascii_case(prefix)))
}

/// Bech32 for version 0 of the witness programme, bech32m from version 1 on (BIP-173, BIP-350).
fn is_segwit(address: &str, chain: &BitcoinChain) -> bool {
    segwit::decode(address).is_ok_and(|(prefix, _, _)| Some(prefix.to_lowercase().as_str()) == chain.prefix)
}

fn is_base58check(address: &str, versions: &[u8]) -> bool {
    let decoded = bs58::decode(address).with_check(None).into_vec().unwrap_or_default();
    matches!(decoded.split_first(), Some((version, hash)) if versions.contains(version) && hash.len() == HASH_BYTES)
}

/// `0x` and 40 hexadecimal digits. Letters of both cases carry a check (EIP-55); letters of one case carry none.
fn is_ethereum_address(address: &str) -> bool {
    let Some(digits) = address.strip_prefix("0x") else { return false };
    let has = |wanted: fn(&u8) -> bool| digits.as_bytes().iter().any(wanted);
    digits.len() == 2 * HASH_BYTES
        && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
        && (!(has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase)) || has_mixed_case_checksum(digits))
}

/// A letter is a capital where the hash of the address in small letters has a digit of 8 or more in its place.
fn has_mixed_case_checksum(digits: &str) -> bool {
    let hash = Keccak256::digest(digits.to_ascii_lowercase().as_bytes());
    let nibbles = hash.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits
        .bytes()
        .zip(nibbles)
        .all(|(digit, nibble)| digit.is_ascii_digit() || digit.is_ascii_uppercase() == (nibble >= 8))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BITCOIN: &str = "bip122:000000000019d6689c085ae165831e93";
    const TEST_BITCOIN: &str = "bip122:000000000933ea01ad0ee984209779ba";
    const LITECOIN: &str = "bip122:12a765e31ffd4059bada1e25190f6e98";

    #[track_caller]
    fn all_right(chain: &str, addresses: &[&str]) {
        for address in addresses {
            assert_eq!(fault(&format!("{chain}:{address}")), None, "{address}");
        }
    }

    #[track_caller]
    fn all_wrong(chain: &str, addresses: &[&str]) {
        for address in addresses {
            assert_eq!(fault(&format!("{chain}:{address}")), Some(Code::RuleCryptoAddressForm), "{address}");
        }
    }

    #[test]
    fn bitcoin_addresses_are_checked() {
        // The reward of the first block, and the example of BIP-13's form in the Bitcoin wiki.
        all_right(BITCOIN, &["1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy"]);
        all_wrong(BITCOIN, &["1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb", "mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfn", "0"]);
        all_right(TEST_BITCOIN, &["mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfn"]);
    }

    #[test]
    fn the_vectors_of_bip_350_come_out() {
        all_right(
            BITCOIN,
            &[
                "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4",
                "bc1pw508d6qejxtdg4y5r3zarvary0c5xw7kw508d6qejxtdg4y5r3zarvary0c5xw7kt5nd6y",
                "BC1SW50QGDZ25J",
                "bc1zw508d6qejxtdg4y5r3zarvaryvaxxpcs",
                "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
            ],
        );
        all_right(
            TEST_BITCOIN,
            &[
                "tb1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3q0sl5k7",
                "tb1qqqqqp399et2xygdj5xreqhjjvcmzhxw4aywxecjdzew6hylgvsesrxh6hy",
                "tb1pqqqqp399et2xygdj5xreqhjjvcmzhxw4aywxecjdzew6hylgvsesf3hn0c",
            ],
        );
        all_wrong(
            BITCOIN,
            &[
                "tc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vq5zuyut",
                "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd",
                "tb1z0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqglt7rf",
                "BC1S0XLXVLHEMJA6C4DQV22UAPCTQUPFHLXM9H8Z3K2E72Q4K9HCZ7VQ54WELL",
                "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kemeawh",
                "bc1p38j9r5y49hruaue7wxjce0updqjuyyx0kh56v8s25huc6995vvpql3jow4",
                "BC130XLXVLHEMJA6C4DQV22UAPCTQUPFHLXM9H8Z3K2E72Q4K9HCZ7VQ7ZWS8R",
                "bc1pw5dgrnzv",
                "BC1QR508D6QEJXTDG4Y5R3ZARVARYV98GJ9P",
                "bc1gmk9yu",
            ],
        );
    }

    #[test]
    fn litecoin_addresses_are_checked() {
        all_right(LITECOIN, &["LM2WMpR1Rp6j3Sa59cMXMs1SPzj9eXpGc1"]);
        all_wrong(LITECOIN, &["LM2WMpR1Rp6j3Sa59cMXMs1SPzj9eXpGc2", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"]);
    }

    #[test]
    fn the_vectors_of_eip_55_come_out() {
        all_right(
            "eip155:1",
            &[
                "0x52908400098527886E0F7030069857D2E4169EE7",
                "0x8617E340B3D01FA5F11F306F4090FD50E238070D",
                "0xde709f2102306220921060314715629080e2fb77",
                "0x27b1fdb04752bbc536007a920d24acb045561c26",
                "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
                "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
                "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
                "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
            ],
        );
        all_wrong(
            "eip155:1",
            &[
                "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1Beaed",
                "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe",
                "5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
                "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeg",
            ],
        );
        all_wrong("eip155:main", &["0x52908400098527886E0F7030069857D2E4169EE7"]);
    }

    #[test]
    fn tron_and_solana_addresses_are_checked() {
        // The token contract and the system programme that the chains' own documentation shows.
        all_right("tron:mainnet", &["TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"]);
        all_wrong("tron:mainnet", &["TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6u", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"]);
        all_right("solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp", &["11111111111111111111111111111111"]);
        all_wrong("solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp", &["1111111111111111111111111111111", "0OIl"]);
    }

    #[test]
    fn an_unknown_chain_is_not_judged() {
        for account in [
            "cosmos:cosmoshub-3:cosmos1t2uflqwqe0fsj0shcfkrvpukewcw40yjj6hdc0",
            "bip122:00000000000000000000000000000000:1abc",
        ] {
            assert_eq!(fault(account), Some(Code::RuleCryptoChainUnknown), "{account}");
        }
        for account in [
            "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
            "eip155:0x52908400098527886E0F7030069857D2E4169EE7",
            "Bip122:a:b",
            "",
        ] {
            assert_eq!(fault(account), Some(Code::RuleCryptoAddressForm), "{account}");
        }
    }

    #[test]
    fn spellings_of_one_address_are_one() {
        let one = |left: &str, right: &str| normalised(left) == normalised(right);
        assert!(one(
            "eip155:1:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
            "eip155:1:0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed"
        ));
        assert!(!one("tron:mainnet:TR7N", "tron:mainnet:tr7n"));
    }
}
