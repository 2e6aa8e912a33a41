//! Cases about how texts are written.

use serde_json::json;

use super::Case;
use crate::error::Code;
use crate::record::RecordType::{ModusOperandi, Network, Profile};

pub(super) const CASES: &[Case] = &[
    Case::breaks(Code::ProfileNotNfc, Network, &["/content/summary/0/text"], |record| {
        record["content"]["summary"] = json!([{ "lang": "fr", "text": "Re\u{301}seau invente\u{301}." }]);
    }),
    Case::breaks(Code::ProfileNotNfc, Network, &["/ext/example.police:remark/0/words"], |record| {
        record["ext"] = json!({ "example.police:remark": [{ "words": "A\u{30a}" }] });
    })
    .for_author(),
    Case::keeps(Code::ProfileNotNfc, Network, |record| {
        record["content"]["summary"] = json!([{ "lang": "fr", "text": "R\u{e9}seau invent\u{e9}." }]);
    }),
    Case::breaks(Code::ProfileBidi, ModusOperandi, &["/content/title/0/text"], |record| {
        record["content"]["title"][0]["text"] = json!("Invoice \u{202e}gpj.exe");
    }),
    Case::breaks(Code::ProfileBidi, Profile, &["/contact/ref", "/contact/role"], |record| {
        record["contact"] = json!({ "role": "duty\u{200b}desk", "ref": "\u{2066}desk-7\u{2069}" });
    }),
    Case::breaks(Code::ProfileBidi, Profile, &["/content/summary/0/text"], |record| {
        record["content"]["summary"] = json!([{ "lang": "ar", "text": "نص\u{200f} للتجربة" }]);
    }),
    Case::breaks(Code::ProfileBidi, Profile, &["/contact/ref", "/contact/role"], |record| {
        record["contact"] = json!({ "role": "duty\u{ad}desk", "ref": "desk\u{7f}" });
    })
    .for_author(),
    Case::breaks(Code::ProfileBidi, Network, &["/content/summary/0/text"], |record| {
        record["content"]["summary"] = json!([{ "lang": "en", "text": "Two\u{2028}lines." }]);
    }),
    Case::breaks(Code::ProfileBidi, Network, &["/content/summary/0/text"], |record| {
        record["content"]["summary"] = json!([{ "lang": "en", "text": "Hidden\u{e0068}\u{e0069} words." }]);
    }),
    Case::breaks(Code::ProfileBidi, Network, &["/content/summary/0/text"], |record| {
        record["content"]["summary"] = json!([{ "lang": "ja", "text": "葛\u{e0100}\u{e0101}" }]);
    }),
    Case::keeps(Code::ProfileBidi, Network, |record| {
        record["content"]["summary"] = json!([{ "lang": "ja", "text": "葛\u{e0100}城" }]);
    }),
    Case::keeps(Code::ProfileBidi, Profile, |record| {
        record["content"]["summary"] = json!([
            { "lang": "fa", "text": "او می\u{200c}گوید که چیزی نمی\u{200c}داند." },
            { "lang": "hi", "text": "क\u{94d}\u{200d}ष" }
        ]);
    }),
];
