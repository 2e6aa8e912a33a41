"""The stage chain: what one revision shows by itself, and what a store of digests shows (chapter 7)."""

from .finding import Finding


def alone(record):
    """PSR-REV-001, PSR-REV-002, and what a notice shows about its right to be sent (PSR-NTC-001, PSR-REC-021)."""
    if (record["rev"] > 1) != ("prev" in record):
        yield Finding("REV_FORM", ("prev",))
    if _owner(record["id"]) != record["issuer"]:
        yield Finding("REV_AUTHORITY", ("id",))


def with_store(record, store):
    """PSR-REV-004 and PSR-REV-005. The store gives the digests that are held for an id and a revision."""
    if record["rev"] == 1:
        return []
    held = store.get((record["id"], record["rev"] - 1))
    if not held:
        return [Finding("REV_GAP", ("prev",))]
    return [] if record["prev"]["hash"] in held else [Finding("REV_CHAIN", ("prev",))]


def _owner(identifier):
    return identifier.rpartition("/")[0]
