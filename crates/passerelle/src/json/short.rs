//! Short texts, compared and told apart as numbers.

/// The first eight bytes of a name as a number in which the first byte counts most; zeros stand for what a short one lacks. `text`
/// begins with the name, and may go on behind it.
#[inline(always)]
pub(crate) fn first_eight(length: usize, text: &[u8]) -> u64 {
    let first = text.first_chunk().copied().map_or_else(|| u64::from_be_bytes(padded(text)), u64::from_be_bytes);
    if length < 8 { first & !(u64::MAX >> (8 * length)) } else { first }
}

/// Up to seven bytes, and zeros behind them.
fn padded(text: &[u8]) -> [u8; 8] {
    match *text {
        [] => [0; 8],
        [a] => [a, 0, 0, 0, 0, 0, 0, 0],
        [a, b] => [a, b, 0, 0, 0, 0, 0, 0],
        [a, b, c] => [a, b, c, 0, 0, 0, 0, 0],
        [a, b, c, d] => [a, b, c, d, 0, 0, 0, 0],
        [a, b, c, d, e] => [a, b, c, d, e, 0, 0, 0],
        [a, b, c, d, e, f] => [a, b, c, d, e, f, 0, 0],
        [a, b, c, d, e, f, g, ..] => [a, b, c, d, e, f, g, 0],
    }
}

/// Spreads the [first eight bytes](first_eight) of texts, which are much alike, over all numbers; the upper bits are the best spread.
pub(crate) const fn spread(first_eight: u64) -> u64 {
    // 2^64 divided by the golden ratio (Knuth, The Art of Computer Programming, section 6.4).
    first_eight.wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// Whether two short texts are the same, without the call that comparing slices costs.
#[inline]
pub(crate) fn is_same(one: &[u8], other: &[u8]) -> bool {
    #[inline(always)]
    fn alike<const N: usize>(one: &[u8], other: &[u8]) -> bool {
        one.first_chunk::<N>() == other.first_chunk() && one.last_chunk::<N>() == other.last_chunk()
    }
    one.len() == other.len()
        && match one.len() {
            0 => true,
            1 => alike::<1>(one, other),
            2..4 => alike::<2>(one, other),
            4..8 => alike::<4>(one, other),
            8..=16 => alike::<8>(one, other),
            _ => one == other,
        }
}
