"""SETTINGS: the one table of all settings of `vaultval.toml`."""

from math import inf
from typing import Any, NamedTuple


class Setting(NamedTuple):
    """One setting. `key` is dotted: scoring.strong is `strong` in the table [scoring].

    kind: "choice", "number", "flag", "date", "folders" or "words". default: None means that it is not set.
    choices: of a choice. low, high: the bounds of a number, both allowed.
    """

    key: str
    kind: str
    default: Any
    sentence: str
    choices: tuple[str, ...] = ()
    low: float = 0.0
    high: float = inf

    @property
    def allowed(self) -> str:
        """What may be written, for people."""
        if self.kind == "choice":
            return " or ".join(f'"{choice}"' for choice in self.choices)
        if self.kind == "number":
            lower = "" if self.low == -inf else f", at least {self.low:g}"
            upper = "" if self.high == inf else f" and at most {self.high:g}"
            return f"a number{lower}{upper}"
        return {
            "flag": "true or false",
            "date": "a date, as in 2026-02-10",
            "folders": 'a list of folders, as in ["Archive", "*/Drafts"]',
            "words": 'a list of words, as in ["Apple", "估值"]',
        }[self.kind]


SETTINGS: tuple[Setting, ...] = (
    Setting("mode", "choice", "computed", "Whether values are computed from the inputs, or taken as the author states them.",
            ("computed", "published")),
    Setting("rounding", "number", 0.1, "In the mode published: each option and each sum per share is rounded to a multiple of this; 0 for not at all."),
    Setting("as_of", "date", None, "The day of the valuation, unless --as-of says otherwise; left out: today."),
    Setting("language", "choice", "en", "The language of what is written into notes.", ("en", "zh")),
    Setting("folders.exclude", "folders", (), "Folders and files that are not read. * stands for any characters but a /, ** for any folders."),
    Setting("scoring.points.hard", "number", 1.0, "The points of evidence labelled [hard] without a number."),
    Setting("scoring.points.inferred", "number", 0.5, "The points of evidence labelled [inferred] without a number."),
    Setting("scoring.points.judgement", "number", 0.25, "The points of evidence labelled [judgement] without a number."),
    Setting("scoring.points.media", "number", 0.2, "The points of evidence labelled [media] without a number."),
    Setting("scoring.strong", "number", 3.0, "A narrative is strong from this net score on.", low=-inf),
    Setting("scoring.moderate", "number", 1.0, "A narrative is moderate from this net score on, and weak below.", low=-inf),
    Setting("scoring.half_life", "number", None, "After how many years evidence counts half in the strength as a number; points and bands do not age. Left out: nothing ages. A narrative's own half_life comes first.", low=0.001),
    Setting("scoring.half_life_of.hard", "number", None, "The same for evidence labelled [hard], in place of scoring.half_life.", low=0.001),
    Setting("scoring.half_life_of.inferred", "number", None, "The same for evidence labelled [inferred], in place of scoring.half_life.", low=0.001),
    Setting("scoring.half_life_of.judgement", "number", None, "The same for evidence labelled [judgement], in place of scoring.half_life.", low=0.001),
    Setting("scoring.half_life_of.media", "number", None, "The same for evidence labelled [media], in place of scoring.half_life.", low=0.001),
    Setting("scoring.same_source", "number", 0.5, "Of several items of one narrative, one side and one source the k-th largest counts this much to the power of k − 1, in the strength as a number; 1: each counts in full.", high=1.0),
    Setting("scoring.semantics", "choice", "mlp", "How the strength as a number follows from evidence and from links between narratives.",
            ("mlp", "dfquad", "quadratic-energy", "squared-dfquad", "euler", "euler-top")),
    Setting("scoring.base", "number", 0.5, "The strength as a number of a narrative without evidence and links.", low=0.001, high=0.999),
    Setting("scoring.sensitivity", "number", 0.5, "In the semantics mlp: by how much one effective point moves the log-odds of the strength.", high=100.0),
    Setting("scoring.link_weight", "number", 1.0, "In the semantics mlp: by how much a narrative of strength 1 moves the log-odds of one that it supports or contradicts.", high=100.0),
    Setting("valuation.cap", "number", 0.5, "The most that the synergy premium may be, as a share of the independent option value."),
    Setting("valuation.p_max", "number", 0.85, "The most that synergy may raise a probability to.", high=1.0),
    Setting("valuation.second_source", "number", 0.5, "How much the second synergy source of an option counts.", high=1.0),
    Setting("valuation.method", "choice", "ovm-1.1", "The method: that of the sources, or the better founded one; `vaultval compare` shows both.",
            ("ovm-1.1", "vv-1")),
    Setting("valuation.copula", "number", 0.3, "In the method vv-1: how far the successes of two options correlate, for the joint probability of emergent options.", high=0.99),
    Setting("valuation.narrative_link", "number", 0.0, "How far a narrative that drives an option moves its log-odds; 0 for not at all.", high=5.0),
    Setting("link.case", "choice", "smart", "Whether a mention may differ from the name in case: smart is no for names in capitals alone (AI, TSLA), and yes for others.",
            ("smart", "ignore", "exact")),
    Setting("link.min_length", "number", 2, "A name of fewer characters is never a mention.", low=1.0),
    Setting("link.min_length_cjk", "number", 2, "The same for names with Chinese, Japanese or Korean characters.", low=1.0),
    Setting("link.stop", "words", (), "Names that are never mentions, in any case."),
    Setting("write.properties", "flag", True, "Whether the properties that begin with vv_ are written."),
    Setting("write.blocks", "flag", True, "Whether the managed blocks are written."),
)  # fmt: skip

DEFAULTS = {setting.key: setting.default for setting in SETTINGS}
