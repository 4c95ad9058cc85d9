"""What the settings of one vault come to, as the rooms below read it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from vaultval.config.settings import DEFAULTS
from vaultval.vocabulary import Vocabulary

POINTS, HALF_LIFE_OF = "scoring.points.", "scoring.half_life_of."


@dataclass(frozen=True, slots=True)
class Folders:
    """exclude: folders and files from the root of the vault on, with forward slashes, possibly with * and **."""

    exclude: tuple[str, ...] = DEFAULTS["folders.exclude"]


def points_of(values: Mapping[str, Any]) -> Mapping[str, float]:
    """The points of a label without a number, by label."""
    return MappingProxyType(
        {key.removeprefix(POINTS): value for key, value in values.items() if key.startswith(POINTS)}
    )


def half_lives_of(values: Mapping[str, Any]) -> Mapping[str, float]:
    """The half-lives in years of labels that have one of their own, by label."""
    return MappingProxyType(
        {
            key.removeprefix(HALF_LIFE_OF): value
            for key, value in values.items()
            if key.startswith(HALF_LIFE_OF) and value is not None
        }
    )


@dataclass(frozen=True, slots=True)
class Scoring:
    """points: by label. strong, moderate: net scores. half_life: years, None for no ageing. half_life_of: the
    same by label, for labels that have their own.

    Of the strength as a number: same_source: ratio. semantics: a name. base: 0 to 1. sensitivity: log-odds per
    effective point. link_weight: log-odds per linked narrative of strength 1.
    """

    points: Mapping[str, float] = field(default_factory=lambda: points_of(DEFAULTS))
    half_life_of: Mapping[str, float] = field(default_factory=lambda: half_lives_of(DEFAULTS))
    strong: float = DEFAULTS["scoring.strong"]
    moderate: float = DEFAULTS["scoring.moderate"]
    half_life: float | None = DEFAULTS["scoring.half_life"]
    same_source: float = DEFAULTS["scoring.same_source"]
    semantics: str = DEFAULTS["scoring.semantics"]
    base: float = DEFAULTS["scoring.base"]
    sensitivity: float = DEFAULTS["scoring.sensitivity"]
    link_weight: float = DEFAULTS["scoring.link_weight"]


@dataclass(frozen=True, slots=True)
class Valuation:
    """cap, p_max, second_source: ratios. method: ovm-1.1 or vv-1. copula: a correlation. narrative_link: log-odds for one."""

    cap: float = DEFAULTS["valuation.cap"]
    p_max: float = DEFAULTS["valuation.p_max"]
    second_source: float = DEFAULTS["valuation.second_source"]
    method: str = DEFAULTS["valuation.method"]
    copula: float = DEFAULTS["valuation.copula"]
    narrative_link: float = DEFAULTS["valuation.narrative_link"]


@dataclass(frozen=True, slots=True)
class Linking:
    """What counts as a mention of a name. min_length, min_length_cjk: characters."""

    case: str = DEFAULTS["link.case"]
    min_length: float = DEFAULTS["link.min_length"]
    min_length_cjk: float = DEFAULTS["link.min_length_cjk"]
    stop: tuple[str, ...] = DEFAULTS["link.stop"]


@dataclass(frozen=True, slots=True)
class Write:
    """What may be written into notes."""

    properties: bool = DEFAULTS["write.properties"]
    blocks: bool = DEFAULTS["write.blocks"]


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of one vault. rounding: currency/share. as_of: None for today."""

    mode: str = DEFAULTS["mode"]
    rounding: float = DEFAULTS["rounding"]
    as_of: date | None = DEFAULTS["as_of"]
    language: str = DEFAULTS["language"]
    folders: Folders = Folders()
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    scoring: Scoring = field(default_factory=Scoring)
    valuation: Valuation = Valuation()
    link: Linking = Linking()
    write: Write = Write()
