//! A sealed record that is the same each time.

use passerelle::handling::Sender;
use passerelle::sealing::{Dispatch, seal};
use passerelle::status::History;
use passerelle::trust::Trust;
use passerelle::vocabulary::code::Purpose;

use super::maker::{Maker, TRUST};
use super::world::{Counted, NOW, id, time};

/// Seals a signed record to Southland.
pub(crate) fn make(maker: &Maker, signed: &[u8]) -> Vec<u8> {
    let now = time(NOW);
    let [root, list] = TRUST.map(|name| &maker.world.fixtures[name]);
    let trust = Trust::pin(root).unwrap().update_list(list, now).unwrap().trust;
    let record = passerelle::open(signed, &trust, now).unwrap();
    let judgements = History::of([&record]).at(now);
    let dispatch = Dispatch {
        record: &record,
        judgement: judgements.of(&record).unwrap(),
        sender: &Sender::Issuer,
        recipients: &[id("XX/southland")],
        purpose: &Purpose::new("modus-operandi-exchange").unwrap(),
    };
    seal(&dispatch, &trust, now, &mut Counted(100)).unwrap()
}
