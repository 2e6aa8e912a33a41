//! Whether the manifests of a feed follow one another, in whatever order they come.

use passerelle::manifest::{FeedFault, check_feeds, open_manifest};
use passerelle::{Code, Severity, VerifiedStatement};
use proptest::prelude::*;

use super::*;

type Opened = VerifiedStatement<Manifest>;

fn open(manifest: &Manifest, world: &World, signer: &SoftwareKey) -> Opened {
    open_manifest(&signed(manifest, signer), &trust(world), now()).unwrap()
}

/// Manifests 1 to `length`, each following the one before.
fn chain(world: &World, length: i64) -> Vec<Opened> {
    let mut chain: Vec<Opened> = Vec::new();
    for sequence in 1..=length {
        let prev = chain.last().map(|manifest| manifest.digest().clone());
        chain.push(open(&heartbeat(&world.north, sequence, prev), world, &world.north));
    }
    chain
}

/// What is wrong with the one feed that there is.
fn found<'m>(manifests: impl IntoIterator<Item = &'m Opened>) -> Vec<(FeedFault, i64, i64)> {
    let feeds = check_feeds(manifests, now());
    assert_eq!(feeds.len(), 1);
    feeds[0].findings.iter().map(|finding| (finding.fault, finding.sequence, finding.through)).collect()
}

#[test]
fn a_whole_feed_and_a_later_part_of_it() {
    let world = World::new();
    let chain = chain(&world, 4);
    assert_eq!(found(&chain), []);
    assert_eq!(found(&chain[2..]), []);
    let feed = &check_feeds(&chain[1..], now())[0];
    assert_eq!((feed.first, feed.last, feed.digest.as_ref()), (2, 4, Some(chain[3].digest())));
}

#[test]
fn a_number_is_missing() {
    let world = World::new();
    let chain = chain(&world, 6);
    assert_eq!(found([&chain[0], &chain[3], &chain[4]]), [(FeedFault::Gap, 2, 3)]);
    assert_eq!(FeedFault::Gap.code(), Code::BndSequence);
    assert_eq!(FeedFault::Gap.severity(), Severity::Error);
}

#[test]
fn the_same_manifest_comes_again() {
    let world = World::new();
    let chain = chain(&world, 3);
    assert_eq!(found(chain.iter().chain([&chain[1]])), [(FeedFault::Repeat, 2, 2)]);
    assert_eq!(FeedFault::Repeat.severity(), Severity::Warning);
}

#[test]
fn two_contents_for_one_number_or_another_past() {
    let world = World::new();
    let chain = chain(&world, 3);
    let twin = Manifest { next_by: time("2026-06-03T12:00:00Z"), ..chain[1].document().clone() };
    let twin = open(&twin, &world, &world.north);
    assert_eq!(found(chain.iter().chain([&twin])), [(FeedFault::Fork, 2, 2)]);
    assert_eq!(found([&chain[0], &twin, &chain[2]]), [(FeedFault::Fork, 3, 3)], "what follows names another one");
    assert_eq!(check_feeds([&chain[0], &chain[1], &twin], now())[0].digest, None);
}

#[test]
fn the_next_one_is_late() {
    let world = World::new();
    let chain = chain(&world, 2);
    let at = |text: &str| check_feeds(&chain, time(text))[0].findings.clone();
    assert_eq!(at("2026-06-02T12:00:00Z"), []);
    let late = at("2026-06-02T12:00:01Z");
    assert_eq!((late[0].fault, late[0].sequence), (FeedFault::Overdue, 3));
    assert_eq!((FeedFault::Overdue.code(), FeedFault::Overdue.severity()), (Code::BndOverdue, Severity::Warning));
}

#[test]
fn feeds_of_others_and_other_feeds_are_judged_apart() {
    let world = World::new();
    let other = Manifest { feed: FeedName::new("weekly").unwrap(), ..heartbeat(&world.north, 1, None) };
    let all = [
        open(&heartbeat(&world.north, 1, None), &world, &world.north),
        open(&heartbeat(&world.south, 1, None), &world, &world.south),
        open(&other, &world, &world.north),
    ];
    let feeds = check_feeds(&all, now());
    assert_eq!(feeds.len(), 3);
    assert!(feeds.iter().all(|feed| feed.findings.is_empty()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// The order in which manifests come changes nothing, and what was left out is just what is found missing.
    #[test]
    fn any_order_gives_the_same_answer(
        held in proptest::collection::vec(0_usize..12, 1..16),
        forked in proptest::collection::vec(0_usize..12, 0..3),
        shuffled in any::<proptest::sample::Index>(),
    ) {
        thread_local! { static CHAINS: (Vec<Opened>, Vec<Opened>) = chains(); }
        CHAINS.with(|(chain, twins)| {
            let mut manifests: Vec<&Opened> = held.iter().map(|index| &chain[*index]).collect();
            manifests.extend(forked.iter().map(|index| &twins[*index]));
            let expected = check_feeds(manifests.iter().copied(), now());
            let turn = shuffled.index(manifests.len());
            manifests.rotate_left(turn);
            prop_assert_eq!(&check_feeds(manifests.iter().copied(), now()), &expected);
            manifests.reverse();
            prop_assert_eq!(&check_feeds(manifests.iter().copied(), now()), &expected);

            let mut numbers: Vec<i64> = manifests.iter().map(|manifest| manifest.document().sequence).collect();
            numbers.sort_unstable();
            numbers.dedup();
            let missing: i64 = numbers.windows(2).map(|pair| pair[1] - pair[0] - 1).sum();
            let gaps = expected[0].findings.iter().filter(|finding| finding.fault == FeedFault::Gap);
            prop_assert_eq!(gaps.map(|gap| gap.through - gap.sequence + 1).sum::<i64>(), missing);
            Ok(())
        })?;
    }
}

/// A feed, and for each of its numbers another content.
fn chains() -> (Vec<Opened>, Vec<Opened>) {
    let world = World::new();
    let chain = chain(&world, 12);
    let twin = |manifest: &Opened| {
        let changed = Manifest { next_by: time("2026-06-03T12:00:00Z"), ..manifest.document().clone() };
        open(&changed, &world, &world.north)
    };
    let twins = chain.iter().map(twin).collect();
    (chain, twins)
}
