"""Documents that the neighbours themselves published as examples, read as drafts.

The examples of STIX 2.1 (and of 2.0, which is refused) come from the package stix2-validator of OASIS; the entities from the tests of
followthemoney 3.5. They are not in this repository: they name real groups. Every object and every member has to be in a draft or in the
report, every draft has to be valid, and none of what makes no record may stand in one.

Usage: published.py PASSERELLE FOLDER PACKAGES
"""

import ast
import collections
import json
import pathlib
import sys

from neighbours import NOW, Command, header, take_in, texts_of

# What stix2-validator publishes as examples of STIX 2.1, and how many drafts of each type they make.
STIX = {
    "threat-reports/apt1.json": {"profile": 5, "network": 1, "modus-operandi": 7, "link": 3},
    "threat-reports/poisonivy.json": {"modus-operandi": 3},
    "indicator-for-c2-ip-address.json": {},
    "indicator-to-campaign-relationship.json": {},
    "indicators-for-C2-with-COA.json": {},
    "infrastructure.json": {},
    # Its one method has no description, and so no summary: it is rejected, and the report says so.
    "malicious-email-indicator-with-attachment.json": {},
}

# Members that say what an object is and to what it belongs, which a draft says by its type and its links.
FORM = {"type", "spec_version", "id", "source_ref", "target_ref", "relationship_type", "identity_class"}


def strings(value):
    """A member's texts, and a time's day."""
    for text in texts_of(value):
        yield text[:10] if len(text) > 19 and text[4] == text[7] == "-" and text[10] == "T" else text


def check_told(objects, drafts, report, place):
    """Each member of each object stands in a draft, or is named as lost."""
    kept = set(texts_of(drafts))
    lost = {(loss["of"], loss["pointer"]) for loss in report["losses"]}
    rejected = {reject["of"] for reject in report["rejects"]}
    members = 0
    for index, entry in enumerate(objects):
        if (entry["id"], f"/objects/{index}") in lost or (entry["id"], "") in lost or entry["id"] in rejected:
            continue
        for name, value in place(entry).items():
            pointer = f"/objects/{index}/{name}" if place is whole else f"/properties/{name}"
            is_lost = any(of == entry["id"] and (at == pointer or at.startswith(pointer + "/")) for of, at in lost)
            assert is_lost or set(strings(value)) <= kept, (entry["id"], name, "is in no draft, and nobody says so")
            members += 1
    return members


def whole(entry):
    return {name: value for name, value in entry.items() if name not in FORM}


def properties(entry):
    return entry["properties"]


def check_stix(command, packages):
    folder = packages / "stix2validator" / "schemas-2.1" / "examples"
    members = losses = 0
    for name, wanted in STIX.items():
        text = (folder / name).read_text(encoding="utf-8")
        objects = json.loads(text)["objects"]
        rejects = int(name.startswith("malicious-email"))
        drafts, report = take_in(command, "stix", pathlib.Path(name).name, text, exits=(rejects,))
        assert collections.Counter(draft["type"] for draft in drafts) == wanted, (name, drafts)
        assert len(report["rejects"]) == rejects, (name, report["rejects"])
        members += check_told(objects, drafts, report, whole)
        losses += len(report["losses"])
        # What makes no record stands in none: software, weaknesses, signs of an attack.
        said = json.dumps(drafts, ensure_ascii=False)
        for entry in objects:
            if entry["type"] in ("malware", "tool", "vulnerability", "indicator", "report", "course-of-action"):
                assert entry["id"] not in said and entry.get("pattern", "?") not in said, (name, entry["id"])
    # The bundle never says whether an actor without an identity is a person.
    text = (folder / "threat-reports/apt1.json").read_text(encoding="utf-8")
    _, report = take_in(command, "stix", "apt1.json", text)
    guessed = {loss["of"] for loss in report["losses"] if loss["code"] == "NBR_ADDED" and loss["pointer"].endswith("/type")}
    actors = {entry["id"]: entry["name"] for entry in json.loads(text)["objects"] if entry["type"] == "threat-actor"}
    assert guessed and guessed < set(actors), guessed
    print(f"the {len(STIX)} examples of STIX 2.1 of its publisher come in: {members} members are told of, {losses} losses named")
    for name, code in [("interop-objectmarking-test.json", b"NBR_SYNTAX"),
                       ("../../schemas-2.0/examples/threat-reports/apt1.json", b"NBR_VERSION")]:
        check_refused(command, folder / name, code)


def check_refused(command, path, code):
    """A single object and an older version are refused, and leave no file."""
    out = command.folder / "refused.ndjson"
    ended = command.try_to("import", "--from", "stix", path, "--issuer", "XX/westland", "--header",
                           command.folder / "header.json", "--out", out, "--now", NOW)
    assert ended.returncode == 2 and code in ended.stdout + ended.stderr and not out.exists(), ended


def entities_of(module):
    """The entities that a test of followthemoney has, read as data: nothing of the test is run."""
    for node in ast.parse(module.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and node.targets[0].id in ("ENTITY", "ENTITIES"):
            found = ast.literal_eval(node.value)
            yield from [found] if isinstance(found, dict) else found


def check_ftm(command, packages):
    modules = sorted((packages / "tests" / "export").glob("test_*.py"))
    assert len(modules) >= 5, modules
    members = 0
    for module in modules:
        entities = list(entities_of(module))
        assert entities, module
        # As published nobody is called a criminal: everybody in it may be a victim.
        drafts, report = take_in(command, "ftm", f"{module.stem}.ndjson", "\n".join(map(json.dumps, entities)))
        told = {loss["of"] for loss in report["losses"]}
        assert drafts == [] and told == {entity["id"] for entity in entities}, (module, report)
        # With the one word that makes actors of them they come in.
        for entity in entities:
            if entity["schema"] in ("Person", "Company"):
                entity["properties"]["topics"] = ["crime"]
        drafts, report = take_in(command, "ftm", f"{module.stem}.ndjson", "\n".join(map(json.dumps, entities)))
        wanted = {"Person": "profile", "Company": "network"}
        made = collections.Counter(wanted[entity["schema"]] for entity in entities if entity["schema"] in wanted)
        assert collections.Counter(draft["type"] for draft in drafts) == made, (module, made, report)
        members += check_told(entities, drafts, report, properties)
    print(f"the entities of {len(modules)} published tests of followthemoney come in: {members} members are told of")


def main():
    command, packages = Command(sys.argv[1], pathlib.Path(sys.argv[2])), pathlib.Path(sys.argv[3])
    header(command.folder)
    check_stix(command, packages)
    check_ftm(command, packages)


if __name__ == "__main__":
    main()
