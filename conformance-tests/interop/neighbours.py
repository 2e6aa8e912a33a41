"""Documents for neighbours, read by the packages of those neighbours.

The command signs the records of the examples, and writes them for each neighbour. The package stix2 has to accept every object, and to
give every cyber-observable object the identifier that it has; followthemoney every entity and value by its model; pymisp every object by
its template. Nothing that must stay is in any of them. Then bundles and entities that the packages make come in.

Usage: neighbours.py PASSERELLE FOLDER RECORDS
"""

import json
import pathlib
import re
import subprocess
import sys

import stix2
from followthemoney import model
from pymisp import MISPEvent, MISPObject

NOW = "2026-11-20T12:00:00Z"
PURPOSES = ["crime-analysis", "modus-operandi-exchange"]


class Command:
    """The command, and the folder in which it works."""

    def __init__(self, program, folder):
        self.program, self.folder = program, folder

    def try_to(self, *words):
        return subprocess.run([self.program, *map(str, words)], capture_output=True, check=False)

    def run(self, *words, exits=(0,)):
        ended = self.try_to(*words)
        assert ended.returncode in exits, (words, ended.returncode, ended.stdout.decode(), ended.stderr.decode())
        return ended.stdout


class Authorities(Command):
    """The command, with a trust domain of its own and every record of the examples that is in force signed."""

    def __init__(self, program, folder, records):
        super().__init__(program, folder)
        self.signed = {}
        self.drafts = {}
        self.trust = folder / "trust"
        self.run("key", "new", "--authority", "XX/trust", "--out", folder / "root.pem", "--no-passphrase")
        root = folder / "root.pub.json"
        self.run("trust", "init", self.trust, "--domain", "XX/trust", "--root-key", root, "--list-key", root,
                 "--sign-with", folder / "root.pem", "--now", "2026-11-18T00:00:00Z")
        newest = {}
        for path in sorted(records.glob("*.json")):
            record = json.loads(path.read_bytes())
            if record["environment"] == "test" and record["type"] != "notice":
                held = newest.get(record["id"])
                if held is None or held[1]["rev"] < record["rev"]:
                    newest[record["id"]] = (path, record)
        countries = {}
        for path, record in newest.values():
            record.pop("signers", None)
            # One purpose that all of them may go for.
            record["purpose"] = sorted({*record["purpose"], "crime-analysis"})
            draft = folder / path.name
            draft.write_text(json.dumps(record))
            issuer = record["issuer"]
            key = folder / f"{issuer.split('/')[1]}.pem"
            if issuer not in countries:
                countries[issuer] = "X" + "ABCDEFGH"[len(countries)]
                self.run("key", "new", "--authority", issuer, "--out", key, "--no-passphrase")
                self.run("trust", "add", self.trust, "--authority", issuer, "--country", countries[issuer],
                         "--key", key.with_suffix(".pub.json"), "--roles", "record", "--sign-with", folder / "root.pem",
                         "--now", "2026-11-19T00:00:00Z")
            signed = folder / f"signed-{path.name}"
            ended = self.try_to("sign", draft, "--key", key, "--out", signed, "--now", NOW)
            if ended.returncode != 0:
                assert b"RULE_EXPIRED_NOT_USABLE" in ended.stdout + ended.stderr, ended
                continue
            self.signed[record["id"]], self.drafts[record["id"]] = signed, record

    def export(self, neighbour, name, records, exits=(0,), to="XB", purpose="crime-analysis"):
        """Writes records for a neighbour, twice; gives the document and the report."""
        files = [self.signed[record] for record in records]
        documents = []
        for turn, order in enumerate((files, list(reversed(files)))):
            out = self.folder / f"{turn}-{name}"
            report = self.run("export", "--as", neighbour, *order, "--trust", self.trust, "--to", to, "--purpose", purpose,
                              "--now", NOW, "--out", out, "--format", "json", exits=exits)
            documents.append(out.read_bytes())
        assert documents[0] == documents[1], "the same records give the same bytes, in whatever order they come"
        return documents[0].decode(), json.loads(report)

    def releasable(self, to, purpose):
        """The records that may go to somebody, as `release` says one by one."""
        found = []
        for record, path in self.signed.items():
            ended = self.try_to("release", path, "--trust", self.trust, "--to", to, "--purpose", purpose, "--now", NOW,
                                "--format", "json")
            inputs = json.loads(ended.stdout)["inputs"]
            codes = {finding["code"] for entry in inputs for finding in entry["findings"]}
            # A part that must stay here does not keep the rest back.
            if ended.returncode == 0 or codes == {"REL_FIELD"}:
                found.append(record)
        return found


def texts_of(value):
    """Every text in a part of a record."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for member in value.values():
            yield from texts_of(member)
    elif isinstance(value, list):
        for item in value:
            yield from texts_of(item)


def at(record, pointer):
    """What stands at a pointer of a record; nothing where there is nothing."""
    for token in pointer.split("/")[1:]:
        record = record[int(token)] if isinstance(record, list) else record.get(token) if isinstance(record, dict) else None
        if record is None:
            return None
    return record


def kept_back(record):
    """Words that must not be in any document of a neighbour: of victims, of sources, and of parts with a marking of their own."""
    pointers = ["/provenance/sources", "/provenance/collection", "/national_refs", "/contact", "/attachments", "/content/victims"]
    pointers += [path for field in record.get("field_handling", []) for path in field["paths"]]
    # A code or a day says nothing by itself, and stands in many records.
    plain = re.compile(r"[a-z]+(-[a-z]+)*|[0-9]{4}-[0-9]{2}-[0-9]{2}")
    found = {text for pointer in pointers for text in texts_of(at(record, pointer)) if len(text) > 8 and not plain.fullmatch(text)}
    shared = dict(record, content={name: value for name, value in record["content"].items()})
    for pointer in pointers:
        parent, last = at(shared, pointer.rsplit("/", 1)[0]), pointer.rsplit("/", 1)[1]
        if isinstance(parent, dict):
            parent.pop(last, None)
        elif isinstance(parent, list) and int(last) < len(parent):
            parent[int(last)] = None
    return found - set(texts_of(shared))


def check_withheld(command, records, document):
    counted = 0
    for record in records:
        for text in kept_back(json.loads(json.dumps(command.drafts[record]))):
            assert json.dumps(text, ensure_ascii=False)[1:-1] not in document, (record, "what is withheld stands in the document")
            counted += 1
    return counted


def check_stix_out(command, records):
    document, report = command.export("stix", "bundle.json", records, exits=(0, 1))
    bundle = json.loads(document)
    assert bundle["type"] == "bundle" and "spec_version" not in bundle
    ids = {entry["id"] for entry in bundle["objects"]}
    assert len(ids) == len(bundle["objects"])
    observables = 0
    for entry in bundle["objects"]:
        parsed = stix2.parse(entry, version="2.1", allow_custom=False)
        assert json.loads(parsed.serialize()).keys() == entry.keys(), entry["type"]
        for name, value in entry.items():
            for reference in [value] if name.endswith("_ref") else value if name.endswith("_refs") else []:
                assert reference in ids, (entry["type"], name, "a reference leads out of the bundle")
        if "created" not in entry:
            observables += 1
            anew = dict(entry)
            del anew["id"]
            assert stix2.parse(anew, version="2.1", allow_custom=False).id == entry["id"], "the prescribed identifier"
    types = {entry["type"] for entry in bundle["objects"]}
    wanted = {"threat-actor", "intrusion-set", "attack-pattern", "campaign", "identity", "location", "relationship", "sighting",
              "user-account", "email-addr", "marking-definition", "extension-definition", "language-content"}
    assert wanted <= types, wanted - types
    assert observables > 10
    stix2.parse(document, version="2.1", allow_custom=False)
    withheld = check_withheld(command, records, document)
    assert withheld > 10
    # What is acquitted or disproved is not said.
    left = {loss["of"] for loss in report["left_out"]}
    for record in records:
        content = command.drafts[record]["content"]
        if content.get("subject_status") == "acquitted" or content.get("match") == "disproved":
            assert record in left
    codes = {loss["code"] for loss in report["losses"]}
    assert {"NBR_NOT_CARRIED", "NBR_WITHHELD", "NBR_CHANGED"} <= codes, codes
    print(f"stix2 accepts {len(bundle['objects'])} objects made of {len(records)} records, {observables} of them observable; "
          f"{withheld} texts stay here; {len(report['losses'])} losses are named")
    return document


def check_refused(command):
    """What may not go to somebody does not, and no file is left."""
    out = command.folder / "refused.json"
    record = next(record for record, draft in command.drafts.items() if "XD" in draft["handling"].get("not_releasable_to", []))
    ended = command.try_to("export", "--as", "stix", command.signed[record], "--trust", command.trust, "--to", "XD",
                           "--purpose", command.drafts[record]["purpose"][0], "--now", NOW, "--out", out)
    assert ended.returncode == 1 and not out.exists(), ended
    assert b"REL_DENIED" in ended.stdout + ended.stderr


def header(folder):
    path = folder / "header.json"
    path.write_text(json.dumps({
        "purpose": ["crime-analysis", "modus-operandi-exchange"],
        "legal_basis": [{"code": "untoc", "article": "Art. 27"}],
        "handling": {"tlp": "amber", "releasable_to": ["XA", "XB"], "onward": "with-consent", "judicial_use": "with-consent"},
        "evaluation": {"scheme": "europol-4x4", "source": "X", "information": "4"},
        "validity": {"from": "2026-11-20", "review_by": "2027-11-19"},
        "provenance": {"source_type": "partner-service", "collected": "2026-11"},
        "environment": "test", "lang": "en", "contact": {"role": "duty-desk", "ref": "desk@westland.example"},
        "content": {
            "profile": {"identified": "partly", "subject_status": "person-of-interest", "crime": ["som"],
                        "roles": [{"code": "unknown"}]},
            "network": {"kind": "ocg", "crime": ["som"]},
            "modus-operandi": {"crime": ["som"], "som": {"benefit": "unknown"},
                               "phases": [{"code": "transit", "seq": 1}]},
        },
    }))
    return path


def take_in(command, neighbour, name, text, exits=(0,)):
    """Makes drafts of a document, and has every one of them validated."""
    source, out = command.folder / name, command.folder / f"{name}.ndjson"
    source.write_text(text)
    report = command.run("import", "--from", neighbour, source, "--issuer", "XX/westland", "--header", header(command.folder),
                         "--out", out, "--force", "--now", NOW, "--format", "json", exits=exits)
    drafts = [json.loads(line) for line in out.read_text().splitlines()]
    if drafts:
        command.run("validate", out, "--now", NOW)
    return drafts, json.loads(report)


def check_stix_back(command, records, document):
    """The bundle comes in as drafts of another authority, which name the records that they were made from."""
    drafts, report = take_in(command, "stix", "back.json", document, exits=(0, 1))
    made_from = {entry["id"] for draft in drafts for entry in draft["provenance"].get("derived_from", [])}
    assert len(drafts) >= len(records) * 0.7, (len(drafts), len(records), report["rejects"])
    assert made_from <= set(records) and len(made_from) >= len(records) * 0.7
    strict = ["clear", "green", "amber", "amber-strict", "red"]
    for draft in drafts:
        assert draft["issuer"] == "XX/westland" and draft["id"].startswith("XX/westland/") and draft["rev"] == 1
        assert "signatures" not in draft
        original = command.drafts[draft["provenance"]["derived_from"][0]["id"]]
        assert strict.index(draft["handling"]["tlp"]) >= strict.index(original["handling"]["tlp"])
        allowed = set(original["handling"]["releasable_to"])
        assert set(draft["handling"]["releasable_to"]) <= allowed | ({"XA", "XB"} if "all-members" in allowed else set())
        assert set(draft["purpose"]) <= set(original["purpose"])
        assert draft["environment"] == original["environment"]
    print(f"{len(drafts)} drafts of the same bundle are valid, none with a wider marking; {len(report['rejects'])} are rejected")


def check_stix_in(command):
    """A bundle of somebody else, made by the package stix2."""
    actor = stix2.v21.ThreatActor(
        name="Jan Muster", aliases=["Le Passeur Exemple"], description="Sells places on boats. Invented.", roles=["skipper", "director"],
        threat_actor_types=["criminal"], confidence=70, lang="en", goals=["money"],
        object_marking_refs=[stix2.v21.TLP_AMBER.id])
    group = stix2.v21.IntrusionSet(name="Muster Group", first_seen="2025-06-01T00:00:00Z", object_marking_refs=[stix2.v21.TLP_RED.id])
    method = stix2.v21.AttackPattern(name="Boats by night", description="Small boats start by night.")
    where = stix2.v21.Location(name="Exempleville", country="XB", latitude=-28.5, longitude=-17.5)
    mail = stix2.v21.EmailAddress(value="jan@example.org")
    wallet = stix2.v21.UserAccount(account_type="telegram", account_login="example_boats")
    victim = stix2.v21.Identity(name="Somebody Else", identity_class="individual")
    malware = stix2.v21.Malware(name="invented", is_family=False)
    pattern = stix2.v21.Indicator(pattern="[url:value = 'https://boats.example/']", pattern_type="stix",
                                  valid_from="2026-01-01T00:00:00Z")
    relation = stix2.v21.Relationship
    objects = [
        actor, group, method, where, mail, wallet, victim, malware, pattern,
        relation(actor, "located-at", where), relation(actor, "related-to", mail),
        relation(actor, "uses", wallet), relation(actor, "targets", victim), relation(actor, "uses", method),
        relation(actor, "uses", malware), relation(pattern, "indicates", actor),
        relation(group, "attributed-to", actor), relation(actor, "works-with", group),
        relation(actor, "member-of", "intrusion-set--00000000-0000-4000-8000-000000000000"),
        stix2.v21.Sighting(sighting_of_ref=method.id, where_sighted_refs=[where.id], first_seen="2026-05-01T00:00:00Z",
                           last_seen="2026-05-02T00:00:00Z"),
    ]
    bundle = stix2.v21.Bundle(objects=objects)
    drafts, report = take_in(command, "stix", "strangers.json", bundle.serialize(), exits=(1,))
    again, _ = take_in(command, "stix", "strangers.json", bundle.serialize(), exits=(1,))
    assert drafts == again, "the same objects give the same drafts"
    by_type = {}
    for draft in drafts:
        by_type.setdefault(draft["type"], []).append(draft)
    profile = by_type["profile"][0]
    content = profile["content"]
    assert [name["full"] for name in content["names"]] == ["Jan Muster", "Le Passeur Exemple"]
    assert content["roles"] == [{"code": "skipper"}]
    assert {selector["value"] for selector in content["selectors"]} == {"jan@example.org", "example_boats", "https://boats.example/"}
    assert profile["evaluation"]["confidence"] == "high"
    assert profile["handling"]["tlp"] == "amber-strict", "AMBER of TLP 1 is the stricter one"
    assert by_type["network"][0]["handling"]["tlp"] == "red"
    links = {link["content"]["kind"] for link in by_type["link"]}
    assert {"uses-mo", "works-with", "other"} == links, links
    assert "Somebody Else" not in json.dumps(drafts)
    lost = {(loss["code"], loss["of"].split("--")[0]) for loss in report["losses"]}
    for due in [("NBR_VICTIM", "identity"), ("NBR_VICTIM", "relationship"), ("NBR_UNKNOWN_TYPE", "malware"),
                ("NBR_REFERENCE", "relationship"), ("NBR_NOT_CARRIED", "threat-actor"), ("NBR_ADDED", "location")]:
        assert due in lost, (due, sorted(lost))
    assert any(reject["of"].startswith("sighting--") and reject["code"] == "NBR_INVALID" for reject in report["rejects"]), report["rejects"]
    print(f"a bundle that stix2 made gives {len(drafts)} valid drafts and {len(report['losses'])} losses")


def entities_of(document):
    return [json.loads(line) for line in document.splitlines()]


def check_ftm_out(command, records):
    document, report = command.export("ftm", "entities.ndjson", records, exits=(0, 1))
    entities = entities_of(document)
    ids = {entity["id"] for entity in entities}
    assert len(ids) == len(entities) > 10
    kept, fictional = 0, 0
    for entity in entities:
        proxy = model.get_proxy(entity)
        sound = json.loads(json.dumps(entity))
        # A number that the regulator keeps for fiction is no number for the package.
        numbers = [number for number in entity["properties"].get("phone", []) if proxy.schema.get("phone").type.clean(number)]
        if "phone" in entity["properties"]:
            fictional += len(entity["properties"]["phone"]) - len(numbers)
            sound["properties"]["phone"] = numbers
        proxy.schema.validate(sound)
        for name, values in entity["properties"].items():
            prop = proxy.schema.get(name)
            assert prop is not None and not prop.stub, (entity["schema"], name)
            for value in values:
                if prop.type.name == "entity":
                    assert value in ids, (entity["schema"], name, "a reference leads out of the document")
                    other = next(found for found in entities if found["id"] == value)
                    assert model.get(other["schema"]).is_a(prop.range), (entity["schema"], name)
                cleaned = prop.type.clean(value, proxy=proxy)
                if prop.type.name == "phone":
                    continue
                assert cleaned is not None, (entity["schema"], name, value)
                kept += 1
    schemata = {entity["schema"] for entity in entities}
    assert {"Person", "Organization", "Membership", "Passport", "UserAccount", "CryptoWallet", "BankAccount"} <= schemata, schemata
    withheld = check_withheld(command, records, document)
    left = {loss["of"] for loss in report["left_out"]}
    assert all(command.drafts[record]["type"] in ("modus-operandi", "sighting", "link", "profile") for record in left)
    print(f"followthemoney accepts {len(entities)} entities with {kept} values ({fictional} telephones of fiction apart); "
          f"{withheld} texts stay here")
    return document


def check_ftm_in(command, records, document):
    drafts, report = take_in(command, "ftm", "entities-back.ndjson", document, exits=(0, 1))
    made_from = {entry["id"] for draft in drafts for entry in draft["provenance"]["derived_from"]}
    assert len(drafts) > 5 and made_from <= set(records), report["rejects"]
    strict = ["clear", "green", "amber", "amber-strict", "red"]
    for draft in drafts:
        original = command.drafts[draft["provenance"]["derived_from"][0]["id"]]
        assert strict.index(draft["handling"]["tlp"]) >= strict.index(original["handling"]["tlp"])
    # A file of somebody else, made by the package.
    actor = model.make_entity("Person")
    actor.id = "actor"
    for name, value in [("name", "Jan Muster"), ("topics", "crime.traffick.human"), ("gender", "male"), ("birthDate", "1980-05"),
                        ("nationality", "fr"), ("religion", "invented"), ("keywords", "TLP:RED")]:
        actor.add(name, value)
    victim = model.make_entity("Person")
    victim.id = "victim"
    victim.add("name", "Somebody Else")
    passport = model.make_entity("Passport")
    passport.id = "passport"
    for name, value in [("holder", "actor"), ("number", "SPECIMEN7"), ("authority", "UTO")]:
        passport.add(name, value)
    relation = model.make_entity("Associate")
    relation.id = "relation"
    relation.add("person", "actor")
    relation.add("associate", "victim")
    text = "\n".join(json.dumps(entity.to_dict()) for entity in (actor, victim, passport, relation))
    found, report = take_in(command, "ftm", "strangers.ndjson", text)
    assert len(found) == 1 and "Somebody Else" not in json.dumps(found) and "invented" not in json.dumps(found)
    assert found[0]["handling"]["tlp"] == "red"
    assert found[0]["content"]["births"] == [{"date": "1980-05", "basis": "unknown"}], "no day is guessed"
    assert found[0]["content"]["documents"][0]["number"] == "SPECIMEN7"
    lost = {(loss["code"], loss["of"]) for loss in report["losses"]}
    assert {("NBR_VICTIM", "victim"), ("NBR_REFERENCE", "relation"), ("NBR_NOT_CARRIED", "actor")} <= lost, lost
    print(f"{len(drafts)} drafts of these entities are valid, and one of a stranger's")


def check_misp_out(command, records):
    document, report = command.export("misp", "event.json", records, exits=(0, 1))
    event = MISPEvent()
    event.from_dict(**json.loads(document))
    assert event.distribution == 0 and not event.published
    strict = ["clear", "green", "amber", "amber-strict", "red"]
    said = [command.drafts[record]["handling"]["tlp"] for record in records
            if record not in {loss["of"] for loss in report["left_out"]}]
    assert [tag.name for tag in event.tags] == ["tlp:" + max(said, key=strict.index).replace("amber-strict", "amber+strict")]
    uuids = {entry.uuid for entry in event.objects}
    attributes = 0
    for entry in event.objects:
        strictly = MISPObject(entry.name, strict=True)
        assert strictly.template_uuid == entry.template_uuid and str(strictly.template_version) == str(entry.template_version), entry.name
        for attribute in entry.attributes:
            made = strictly.add_attribute(attribute.object_relation, value=attribute.value, type=attribute.type,
                                          category=attribute.category, to_ids=attribute.to_ids)
            assert made is not None and not attribute.to_ids, (entry.name, attribute.object_relation)
            attributes += 1
        strictly.to_json(strict=True)
        for reference in entry.references:
            assert reference.referenced_uuid in uuids and reference.object_uuid == entry.uuid
    assert {"person", "organization", "attack-pattern", "user-account"} <= {entry.name for entry in event.objects}
    withheld = check_withheld(command, records, document)
    assert {"NBR_NOT_CARRIED", "NBR_WITHHELD"} <= {loss["code"] for loss in report["losses"]}
    print(f"pymisp accepts {len(event.objects)} objects with {attributes} attributes, each by its template; {withheld} texts stay here")


def main():
    program, folder, records = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    command = Authorities(program, folder, records)
    check_refused(command)
    found = command.releasable("XB", "crime-analysis")
    assert len(found) >= 12, f"only {len(found)} records may go out"
    document = check_stix_out(command, found)
    check_stix_back(command, found, document)
    check_stix_in(command)
    check_ftm_in(command, found, check_ftm_out(command, found))
    check_misp_out(command, found)


if __name__ == "__main__":
    main()
