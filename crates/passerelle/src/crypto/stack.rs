//! Works on secrets, and leaves no copy of them where it worked.

use std::hint::black_box;

/// How much of the stack is overwritten at a time, and how often: more than the arithmetic of either curve uses.
const PIECE_BYTES: usize = 16 * 1024;
const PIECES: usize = 4;

/// Works on secrets, and then overwrites the part of the stack that the work used: values that are moved leave copies behind, and
/// so does the machine where it keeps its registers.
pub(super) fn cleaned<T>(work: impl FnOnce() -> T) -> T {
    let out = apart(work);
    clean(PIECES);
    out
}

#[inline(never)]
fn apart<T>(work: impl FnOnce() -> T) -> T {
    work()
}

#[inline(never)]
fn clean(pieces: usize) {
    let mut piece = [0_u8; PIECE_BYTES];
    black_box(&mut piece);
    if pieces > 1 {
        clean(pieces - 1);
    }
    black_box(&piece);
}
