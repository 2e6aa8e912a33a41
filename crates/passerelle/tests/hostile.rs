//! Hostile inputs cost no more than their size: memory is counted, which is the same on every machine, and work by how often memory
//! is asked for. What no memory shows, `cargo xtask bench growth` measures.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where something is not as it should be")]
#![allow(unsafe_code, reason = "counting what is allocated needs an allocator, which is an unsafe trait")]

#[path = "support/hostile.rs"]
#[allow(unreachable_pub, reason = "what measures growth has it too")]
mod hostile;

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use passerelle::record::Timestamp;
use passerelle::{inspect, validate};

/// The system's allocator, which counts.
struct Counting;

static HELD: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);
static CALLS: AtomicUsize = AtomicUsize::new(0);

// SAFETY: every call goes to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        CALLS.fetch_add(1, Relaxed);
        MOST.fetch_max(HELD.fetch_add(layout.size(), Relaxed) + layout.size(), Relaxed);
        // SAFETY: the caller keeps to the contract of the trait, which is that of the system's allocator.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        HELD.fetch_sub(layout.size(), Relaxed);
        // SAFETY: as above.
        unsafe { System.dealloc(place, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Bytes in use at most beyond what was in use before, and how often memory was asked for.
fn cost(work: impl FnOnce()) -> (usize, usize) {
    let (held, calls) = (HELD.load(Relaxed), CALLS.load(Relaxed));
    MOST.store(held, Relaxed);
    work();
    (MOST.load(Relaxed) - held, CALLS.load(Relaxed) - calls)
}

/// Bytes of memory for each byte of an input, whatever is in it; the smallest inputs apart.
const TIMES: usize = 40;

#[test]
fn hostile_inputs_cost_no_more_than_their_size() {
    let now = Timestamp::new("2026-12-01T12:00:00Z").unwrap();
    // What is made once for all inputs is made now.
    let _ = (inspect(b"{}", None, now), validate(b"{}", now));
    let mut wrong = Vec::new();
    for attack in hostile::hostile() {
        let costs = [8_000, 16_000, 32_000, 200_000].map(|size| {
            let input = (attack.make)(size);
            let both = || drop((inspect(&input, None, now), validate(&input, now)));
            (input.len(), cost(both))
        });
        let [_, (_, (_, calls)), (_, (_, twice)), (length, (most, all))] = costs;
        // Four times as many at twice the size is a square.
        if twice > 3 * calls + 1000 {
            wrong.push(format!("{}: {calls} calls, and {twice} for twice the size", attack.name));
        }
        if most > TIMES * length.max(1 << 17) {
            wrong.push(format!("{}: {most} bytes in use for {length}, in {all} calls", attack.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
