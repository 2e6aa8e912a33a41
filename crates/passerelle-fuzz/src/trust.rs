//! Trust never goes back, and what was taken once is taken again.

use arbitrary::{Arbitrary, Unstructured};
use passerelle::ObjectClass;
use passerelle::trust::Trust;
use serde_json::{Value, json};

use crate::edit::{Edit, apply};
use crate::world::{LIST, ROOT, bytes, signature, world};

/// A root or a list that was changed, and signed by one key or by another.
#[derive(Arbitrary, Debug)]
struct Changed {
    is_root: bool,
    version: Option<i8>,
    before: Vec<Edit>,
    after: Vec<Edit>,
    by_root: bool,
    by_list: bool,
}

impl Changed {
    fn document(&self) -> Option<Vec<u8>> {
        let (text, name, class) = if self.is_root {
            (ROOT, "trust_root", ObjectClass::TrustRoot)
        } else {
            (LIST, "trust_list", ObjectClass::TrustList)
        };
        let mut document = serde_json::from_slice::<Value>(text).ok()?.get(name)?.clone();
        if let Some(version) = self.version {
            document["version"] = json!(document["version"].as_i64()?.saturating_add(i64::from(version)));
        }
        apply(&mut document, &self.before);
        let world = world();
        let keys = [(self.by_root, &world.root_key), (self.by_list, &world.list_key)];
        let keys = keys.into_iter().filter(|(signs, _)| *signs);
        let signatures: Vec<Value> = keys.filter_map(|(_, key)| signature(&document, class, key)).collect();
        let mut envelope = json!({ name: document, "signatures": signatures });
        apply(&mut envelope, &self.after);
        Some(bytes(&envelope))
    }
}

pub(crate) fn run(input: &[u8]) {
    if input.first().is_some_and(|first| b"{ \n".contains(first)) {
        return offer(input);
    }
    if let Some(text) = Unstructured::new(input).arbitrary::<Changed>().ok().and_then(|changed| changed.document()) {
        offer(&text);
    }
}

fn offer(document: &[u8]) {
    let world = world();
    let held = &world.trust;
    if let Ok(update) = held.update_list(document, world.now) {
        let new = &update.trust;
        assert!(new.list_version() >= held.list_version(), "a list is never an older one");
        assert_eq!(new.domain(), held.domain());
        for authority in new.authorities() {
            assert_eq!(authority.id().as_str().starts_with("XX/"), new.is_test(), "no test key beside live ones");
        }
        let again = new.update_list(document, world.now).expect("what was taken is taken again");
        assert_eq!(again.trust.list_version(), new.list_version());
    }
    if let Ok(new) = held.update_root(document) {
        assert!(new.root_version() >= held.root_version(), "a root is never an older one");
        assert!(new.root_version() <= held.root_version() + 1, "no root is left out");
        assert_eq!((new.domain(), new.is_test()), (held.domain(), held.is_test()));
        assert!(new.update_root(document).is_ok(), "what was taken is taken again");
    }
    if let Ok(trust) = Trust::pin(document) {
        assert!(trust.list_version().is_none(), "a root brings no list");
        assert!(trust.update_root(document).is_ok(), "what was pinned is taken again");
    }
}
