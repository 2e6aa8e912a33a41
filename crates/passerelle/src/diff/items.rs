//! Which item of a list is which item of the same list in another revision.

use crate::json::{Object, Value};

/// How the items of a list are known again.
struct Identity {
    list: &'static str,
    /// Members that name an item, the surest first. All of them have to be there.
    keys: &'static [&'static [&'static str]],
    /// Whether an item with another name is another item, however much else is the same.
    names_it: bool,
}

const IDENTITIES: &[Identity] = &[
    one("absent", &[&["path"]], true),
    one("attachments", &[&["hash"]], true),
    one("biometrics_held", &[&["kind", "holder"]], true),
    one("births", &[&["date"]], false),
    one("conveyances", &[&["vin"], &["imo"], &["mmsi"], &["hull_id"], &["tail"], &["plate", "plate_country"]], true),
    one("corruption", &[&["kind", "sector"]], false),
    one("derived_from", &[&["id"]], true),
    one("documents", &[&["type", "number", "issuer"], &["type", "number"]], true),
    one("equipment", &[&["kind", "brand"], &["kind"]], false),
    one("exploitation", &[&["form", "subform"], &["form"]], false),
    one("facilities", &[&["kind", "place"]], false),
    one("field_evaluation", &[&["paths"]], false),
    one("field_handling", &[&["paths"]], false),
    one("financial", &[&["kind", "value"]], true),
    one("judicial", &[&["kind", "authority", "ref"], &["kind", "ref"]], false),
    one("languages", &[&["tag"]], true),
    one("legal_basis", &[&["code", "instrument", "article"], &["code", "instrument"], &["code"]], true),
    one("marks", &[&["kind", "location", "side"], &["kind", "location"]], false),
    one("names", &[&["full", "script"], &["full"]], true),
    one("national_refs", &[&["system", "ref"]], true),
    one("nationalities", &[&["country", "kind"], &["country"]], true),
    one("notes", &[&["about"]], true),
    one("of", &[&["id"]], true),
    one("phases", &[&["code", "seq"], &["code"]], true),
    one("prices", &[&["leg", "basis", "currency"]], false),
    one("residences", &[&["place"]], false),
    one("roles", &[&["code", "phase"], &["code"]], true),
    one("selectors", &[&["kind", "value"], &["platform", "platform_id"]], true),
    one("sources", &[&["ref"]], false),
];

const fn one(list: &'static str, keys: &'static [&'static [&'static str]], names_it: bool) -> Identity {
    Identity { list, keys, names_it }
}

/// Texts are known by their language, in whatever list they stand.
const TEXTS: Identity = one("", &[&["lang"]], true);
const NONE: Identity = one("", &[], false);

/// Comparing every item with every other is too much work above this.
const MOST_PAIRS: usize = 1 << 20;

/// The items that belong together, by their index on either side.
#[derive(Default)]
pub(super) struct Matching {
    pub(super) pairs: Vec<(usize, usize)>,
    pub(super) removed: Vec<usize>,
    pub(super) added: Vec<usize>,
}

/// Finds the items that belong together; nothing where the lists are too long to be compared.
///
/// Equal items come first, then those of one name, then those that have most in common. The number of an item in an ordered list
/// (`seq`) is not held against it, so that an inserted item is one addition and leaves the later ones what they were.
pub(super) fn matching(list: &str, before: &[Value], after: &[Value]) -> Option<Matching> {
    if before.len().saturating_mul(after.len()) > MOST_PAIRS {
        return None;
    }
    let mut left: Vec<usize> = (0..before.len()).collect();
    let mut right: Vec<usize> = (0..after.len()).collect();
    let mut pairs = Vec::new();
    let mut join = |are_one: &dyn Fn(&Value, &Value) -> bool| {
        right.retain(|&new| {
            let held = left.iter().position(
                |&old| matches!((before.get(old), after.get(new)), (Some(old), Some(new)) if are_one(old, new)),
            );
            let Some(place) = held else { return true };
            pairs.push((left.remove(place), new));
            false
        });
    };
    join(&|old, new| old == new);
    join(&equal_but_for_number);
    let identity = identity(list, before.iter().chain(after));
    for key in identity.keys {
        join(&|old, new| have_one_name(key, old, new));
    }
    let is_named = |item: &Value| identity.names_it && identity.keys.iter().any(|key| name_of(key, item).is_some());
    let mut likely = Vec::new();
    for (&old, old_item) in left.iter().filter_map(|old| before.get(*old).map(|item| (old, item))) {
        for (&new, new_item) in right.iter().filter_map(|new| after.get(*new).map(|item| (new, item))) {
            if let Some(score) = likeness(old_item, new_item)
                && !is_named(old_item)
                && !is_named(new_item)
            {
                likely.push((std::cmp::Reverse(score), old.abs_diff(new), old, new));
            }
        }
    }
    likely.sort_unstable();
    for (_, _, old, new) in likely {
        if left.contains(&old) && right.contains(&new) {
            left.retain(|held| *held != old);
            right.retain(|held| *held != new);
            pairs.push((old, new));
        }
    }
    Some(Matching { pairs, removed: left, added: right })
}

fn identity<'v>(list: &str, mut items: impl Iterator<Item = &'v Value>) -> &'static Identity {
    if items.all(|item| item.as_object().is_some_and(is_text)) {
        return &TEXTS;
    }
    IDENTITIES.iter().find(|identity| identity.list == list).unwrap_or(&NONE)
}

/// Whether an object is a text in one language.
pub(super) fn is_text(object: &Object) -> bool {
    object.len() == 2 && object.contains("lang") && object.contains("text")
}

fn name_of<'v>(key: &[&str], item: &'v Value) -> Option<Vec<&'v Value>> {
    let object = item.as_object()?;
    key.iter().map(|member| object.get(member)).collect()
}

fn have_one_name(key: &[&str], old: &Value, new: &Value) -> bool {
    name_of(key, old).is_some_and(|name| name_of(key, new) == Some(name))
}

fn equal_but_for_number(old: &Value, new: &Value) -> bool {
    let (Some(old), Some(new)) = (old.as_object(), new.as_object()) else { return false };
    old.contains("seq") && common(old, new) == old.len().max(new.len()) - 1 && old.get("seq") != new.get("seq")
}

/// How many members two objects have in common.
fn common(old: &Object, new: &Object) -> usize {
    old.iter().filter(|(name, value)| new.get(name) == Some(value)).count()
}

/// How much two items have in common, where it is enough to take them for one: half of their members, or their number.
fn likeness(old: &Value, new: &Value) -> Option<usize> {
    let (old, new) = (old.as_object()?, new.as_object()?);
    let has_number = old.contains("seq") && old.get("seq") == new.get("seq");
    let shared = common(old, new) - usize::from(has_number);
    let enough = has_number || shared * 2 >= old.len().max(new.len());
    enough.then_some(shared * 2 + usize::from(has_number))
}

/// The number that people know an item by: its place in the order that it states, or else its place in the list.
pub(super) fn number(item: &Value, index: usize) -> i64 {
    let stated = item.as_object().and_then(|item| item.get("seq")).and_then(Value::as_integer);
    stated.unwrap_or_else(|| i64::try_from(index).unwrap_or(i64::MAX).saturating_add(1))
}

/// The pairs that are out of order: the fewest whose removal leaves the numbers on both sides ascending.
pub(super) fn out_of_order(numbers: &[(i64, i64)]) -> Vec<(i64, i64)> {
    let mut sorted = numbers.to_vec();
    sorted.sort_unstable();
    // The longest ascending run that ends at each pair, and where it came from.
    let mut runs: Vec<(usize, Option<usize>)> = Vec::new();
    for (index, (_, new)) in sorted.iter().enumerate() {
        let earlier = sorted.iter().zip(&runs).enumerate().take(index).filter(|(_, ((_, held), _))| held < new);
        let best = earlier.max_by_key(|(place, (_, (length, _)))| (*length, std::cmp::Reverse(*place)));
        runs.push(best.map_or((1, None), |(place, (_, (length, _)))| (length + 1, Some(place))));
    }
    let longest = runs.iter().enumerate().max_by_key(|(place, (length, _))| (*length, std::cmp::Reverse(*place)));
    let mut kept = Vec::new();
    let mut next = longest.map(|(place, _)| place);
    while let Some(place) = next {
        kept.push(place);
        next = runs.get(place).and_then(|(_, before)| *before);
    }
    sorted.into_iter().enumerate().filter(|(index, _)| !kept.contains(index)).map(|(_, pair)| pair).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identities_are_sorted() {
        assert!(IDENTITIES.is_sorted_by(|left, right| left.list < right.list));
    }

    #[test]
    fn the_fewest_items_are_called_out_of_order() {
        assert_eq!(out_of_order(&[(1, 1), (2, 3), (3, 4)]), []);
        assert_eq!(out_of_order(&[(1, 2), (2, 3), (3, 1)]), [(3, 1)]);
        assert_eq!(out_of_order(&[(1, 3), (2, 1), (3, 2)]), [(1, 3)]);
        assert_eq!(out_of_order(&[]), []);
    }
}
