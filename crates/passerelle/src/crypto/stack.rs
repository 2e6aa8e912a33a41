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

#[cfg(target_os = "linux")]
#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::io::{Read, Seek, SeekFrom};

    use super::*;

    /// What is looked for, a byte of it, so that it lies nowhere as a whole but where it was put.
    fn byte(index: usize) -> u8 {
        u8::try_from(index * 7 % 251).unwrap() ^ 0x5A
    }

    /// Leaves a secret on the stack, deeper than what looks for it goes.
    #[inline(never)]
    fn leave() -> usize {
        let mut room = [0_u8; 24 * 1024];
        let secret = black_box(&mut room).first_chunk_mut::<64>().unwrap();
        secret.iter_mut().enumerate().for_each(|(index, place)| *place = byte(index));
        black_box(secret).as_ptr().addr()
    }

    fn lies_at(address: usize) -> bool {
        let mut memory = File::open("/proc/self/mem").unwrap();
        let mut held = vec![0; 64];
        memory.seek(SeekFrom::Start(u64::try_from(address).unwrap())).unwrap();
        memory.read_exact(&mut held).unwrap();
        held.iter().enumerate().all(|(index, held)| *held == byte(index))
    }

    #[test]
    fn nothing_is_left_where_it_was_worked() {
        assert!(lies_at(apart(leave)), "what is not cleaned stays");
        assert!(!lies_at(cleaned(leave)));
    }
}
