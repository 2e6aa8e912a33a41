"""Evaluations: grades of one scheme stay in it (chapter 1)."""

from ..specification import vocabulary
from .subject import finding

LISTS = (("source", "source_list"), ("information", "information_list"), ("handling", "handling_list"))
CONFIRMED = {("europol-4x4", "3"), ("admiralty", "1"), ("uk-3x5x2", "B")}
BEST_FROM_NOBODY = {("europol-4x4", "X", "1"), ("admiralty", "F", "1")}
NOT_JUDGED = {"europol-4x4": ("X", "4"), "admiralty": ("F", "6")}


def findings(subject):
    schemes = vocabulary("evaluation-scheme")["codes"]
    for path, evaluation in subject.all("Evaluation"):
        scheme, source, information = (evaluation.get(name) for name in ("scheme", "source", "information"))
        if scheme in schemes:
            for member, key in LISTS:
                grades = vocabulary(schemes[scheme][key])["codes"] if key in schemes[scheme] else ()
                if member in evaluation and evaluation[member] not in grades:
                    yield finding("RULE_EVALUATION_SCHEME_CODES", *path, member)
        if evaluation.get("sources_count") == 1 and (scheme, information) in CONFIRMED:
            yield finding("RULE_GRADE_VS_SOURCE", *path, "information")
        if (scheme, source, information) in BEST_FROM_NOBODY:
            yield finding("RULE_X4_NEEDS_CAUTION", *path, "information")
    whole = subject.record["evaluation"]
    expected = NOT_JUDGED.get(whole["scheme"])
    if subject.at("provenance", "ai_assisted") is True and expected not in (None, (whole["source"], whole.get("information"))):
        if not {("evaluation",), ("provenance", "ai_assisted")} & subject.notes:
            yield finding("RULE_AI_SUMMARY_DECLARED", "evaluation")
