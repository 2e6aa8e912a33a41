"""Profiles: standing, names, births, death (chapter 1)."""

from .. import dates
from .subject import finding

OLDEST = dates.day("1900-01-01")
LONGEST_LIFE = 120


def findings(subject):
    yield from _names(subject)
    if subject.type == "profile":
        yield from _standing(subject)
        yield from _births(subject)


def _standing(subject):
    content, actions = subject.content, subject.record.get("requested_action", ())
    if content["subject_status"] in ("wanted-prosecution", "wanted-sentence") and not subject.items("content", "judicial"):
        yield finding("RULE_WANTED_NEEDS_JUDICIAL", "content", "subject_status")
    for at, action in enumerate(actions):
        if action == "arrest-with-view-to-extradition" and content["identified"] == "unidentified":
            yield finding("RULE_ARREST_NEEDS_IDENTITY", "requested_action", at)
    lists = [subject.items("content", name) for name in ("names", "documents", "selectors", "marks")]
    pictures = [one for one in subject.record.get("attachments", ()) if one["media_type"].startswith("image/")]
    if not any(lists) and not pictures:
        yield finding("RULE_PROFILE_HAS_HANDLE", "content")
    names, documents, births = (subject.items("content", name) for name in ("names", "documents", "births"))
    if content["identified"] == "identified" and not (names and (births or documents)):
        yield finding("RULE_IDENTIFIED_NEEDS_NAME_AND_BIRTH", "content", "identified")
    for at, danger in enumerate(content.get("caution", ())):
        if danger in ("armed", "violent") and "contact" not in subject.record:
            yield finding("RULE_CAUTION_NEEDS_CONTACT", "content", "caution", at)


def _names(subject):
    names = subject.content.get("names", ())
    for at, name in enumerate(names):
        source = name.get("translit_of")
        if source is not None and (source == at or source >= len(names) or names[source]["script"] == name["script"]):
            yield finding("RULE_TRANSLIT_SOURCE_EXISTS", "content", "names", at, "translit_of")


def _births(subject):
    dated = [(path, birth, dates.span(birth["date"])) for path, birth in subject.items("content", "births") if "date" in birth]
    today = subject.issued_day
    for path, birth, (first, last) in dated:
        too_old = last is not None and (last < OLDEST or last < dates.later_by_years(today, -LONGEST_LIFE))
        if too_old or (first is not None and first > today):
            yield finding("RULE_BIRTH_PLAUSIBLE", *path, "date")
    firm = [one for one in dated if one[1]["basis"] in ("document", "register")]
    for number, (path, _, span) in enumerate(firm):
        if any(dates.is_before(span, other) or dates.is_after(span, other) for _, _, other in firm[:number]):
            yield finding("RULE_BIRTH_CONFLICT", *path, "date")
    for at, birth in enumerate(subject.content.get("births", ())):
        if "date" in birth and "age_on" in birth and not _fits_age(birth):
            yield finding("RULE_AGE_ON_VS_BIRTH", "content", "births", at, "age_on")
    death = subject.at("content", "death", "date")
    if death and dated:
        latest = dates.span(death)[1]
        if latest is not None and all(first is not None and latest < first for _, _, (first, _) in dated):
            yield finding("RULE_DEATH_BEFORE_BIRTH", "content", "death", "date")


def _fits_age(birth):
    first, last = dates.span(birth["date"])
    day, years = dates.day(birth["age_on"]["date"]), birth["age_on"]["years"]
    if last is not None and years < dates.full_years(last, day):
        return False
    return first is None or years <= dates.full_years(first, day)
