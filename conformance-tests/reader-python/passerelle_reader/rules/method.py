"""Methods, networks and links (chapter 1)."""

from decimal import Decimal

from .. import dates
from ..specification import vocabulary
from .codes import codes_of
from .subject import finding

SEALED = ("built-compartment", "refrigerated-trailer")


def findings(subject):
    content = subject.content
    if subject.type == "modus-operandi":
        yield from _elements(content)
        yield from _phases(subject)
        yield from _legs(subject)
        yield from _money(subject)
        yield from _seen(subject)
    elif subject.type == "network":
        if content["kind"] == "ocg" and content.get("size", {}).get("max", 3) < 3:
            yield finding("RULE_OCG_THREE", "content", "size", "max")
    elif subject.type == "link" and content["from"]["id"] == content["to"]["id"]:
        yield finding("RULE_SELF_LINK", "content", "to", "id")


def _elements(content):
    crime, tip = content["crime"], content.get("tip", {})
    if "tip" in crime:
        if "means" not in tip and tip.get("child_victims") != "yes":
            yield finding("RULE_TIP_MEANS_REQUIRED", "content", "tip", "means")
        if "purposes" not in tip:
            yield finding("RULE_TIP_EXPLOITATION_REQUIRED", "content", "tip", "purposes")
    if "som" in crime:
        if content.get("som", {}).get("benefit") == "no":
            yield finding("RULE_SOM_BENEFIT", "content", "som", "benefit")
        for at, form in enumerate(content.get("exploitation", ())):
            if "tip" not in crime and not form.get("negated") and form["form"] != "none-smuggling-only":
                yield finding("RULE_SOM_NO_EXPLOITATION", "content", "exploitation", at)


def _phases(subject):
    if subject.has_note("content", "phases"):
        return
    order = {code: at for at, code in enumerate(vocabulary("mo-phase")["codes"])}
    phases = [(path, phase) for path, phase in subject.items("content", "phases") if phase["code"] in order]
    for path, phase in phases:
        if any(other["seq"] < phase["seq"] and order[other["code"]] > order[phase["code"]] for _, other in phases):
            yield finding("RULE_PHASE_ORDER", *path, "seq")


def _legs(subject):
    modes = vocabulary("conveyance")["codes"]
    legs = subject.items("content", "legs")
    for at, leg in enumerate(subject.content.get("legs", ())):
        row = modes.get(leg.get("conveyance"))
        if row and row["code"] not in ("other", "unknown") and leg["mode"] not in ("mixed", "other", "unknown"):
            if leg["mode"] in vocabulary("transport-mode")["codes"] and leg["mode"] not in row.get("modes", ()):
                yield finding("RULE_MODE_CONVEYANCE_MATCH", "content", "legs", at, "conveyance")
        countries = leg["from"].get("country"), leg["to"].get("country")
        if None not in countries and countries[0] != countries[1] and "entry_method" not in leg:
            yield finding("RULE_BORDER_CROSSING_NEEDS_METHOD", "content", "legs", at, "entry_method")
    yield from _connected(subject, legs)
    if "risk_to_life" not in subject.content:
        sealed = [path for path, listed, code in codes_of(subject) if listed == "concealment" and code in SEALED]
        yield from (finding("RULE_CONCEALMENT_NEEDS_RISK", *path) for path in sealed[:1])


def _connected(subject, legs):
    places = sorted({leg["seq"] for _, leg in legs})
    for before, after in zip(places, places[1:]):
        ends = [(path, leg) for path, leg in legs if leg["seq"] == before]
        for path, leg in legs:
            if leg["seq"] != after or any(_meet(other["to"], leg["from"]) for _, other in ends):
                continue
            noted = ("content", "legs") in subject.notes or any(subject.has_note(*place) for place, _ in [*ends, (path, leg)])
            if not noted:
                yield finding("RULE_LEGS_CONNECTED", *path, "from")


def _meet(end, begin):
    for name in ("unlocode", "country"):
        if name in end and name in begin:
            return end[name] == begin[name]
    return True


def _money(subject):
    prices = [(path, price) for path, price in subject.all("Price") if not price.get("negated")]
    for path, price in subject.all("Price"):
        if subject.is_live and price["currency"] == "XTS":
            yield finding("RULE_PRICES_NEED_CURRENCY", *path, "currency")
        first = dates.span(price["observed"])[0]
        if first is not None and first > subject.issued_day:
            yield finding("RULE_PRICES_NEED_CURRENCY", *path, "observed")
    for path, price in prices:
        same = sorted(
            Decimal(other["amount"])
            for _, other in prices
            if (other["currency"], other["basis"]) == (price["currency"], price["basis"])
        )
        median, amount = same[(len(same) - 1) // 2], Decimal(price["amount"])
        if len(same) >= 3 and (amount > 10 * median or 10 * amount < median):
            yield finding("RULE_PRICE_OUTLIER", *path, "amount")
    payment = subject.content.get("payment", {})
    for at, timing in enumerate(payment.get("timing", ())):
        if timing == "advance-full" and payment.get("guarantee") == "third-party-guarantee":
            yield finding("RULE_PAYMENT_GUARANTEE_COHERENT", "content", "payment", "timing", at)


def _seen(subject):
    content = subject.content
    if content.get("trend") == "emerging" and "last_seen" in content:
        last = dates.span(content["last_seen"])[1]
        if last is not None and last < dates.later_by_years(subject.issued_day, -3):
            yield finding("RULE_TREND_STALE", "content", "trend")
    if not subject.items("content", "indicators"):
        yield finding("RULE_NO_INDICATOR", "content", "indicators")
