"""Settings: what `vaultval.toml` may say, and what a mistake in it costs."""

import re
import subprocess
import sys
from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultval import config
from vaultval.config import SETTINGS, Config

FULL = """\
mode = "published"
rounding = 0.5
as_of = 2026-02-10
language = "zh"

[folders]
exclude = ["Archive/", "*/Drafts"]

[vocabulary]
probability = ["胜率", "chance"]
price = "last"

[scoring]
strong = 4
moderate = 2.5
half_life = 1.5
points = { hard = 2, media = 0 }
half_life_of = { media = 0.5 }
same_source = 1
semantics = "dfquad"
base = 0.4
sensitivity = 1
link_weight = 0

[valuation]
cap = 0.4
p_max = 0.9
second_source = 0

[link]
case = "exact"
min_length = 2
min_length_cjk = 1
stop = ["Apple", "估值"]

[write]
properties = false
blocks = false
"""


def values(settings_read: Config) -> dict[str, object]:
    """The settings by dotted key."""
    return {
        setting.key: settings_read.scoring.points[setting.key.removeprefix("scoring.points.")]
        if setting.key.startswith("scoring.points.")
        else _attribute(settings_read, setting.key)
        for setting in SETTINGS
    }


def _attribute(settings_read: Config, key: str) -> object:
    found: object = settings_read
    for name in key.split("."):
        found = found.get(name) if isinstance(found, Mapping) else getattr(found, name)
    return found


DEFAULTS = {setting.key: setting.default for setting in SETTINGS}


@pytest.mark.parametrize("text", [None, "", "\ufeff", "# nothing yet\n", "[scoring]\n[scoring.points]\n"])
def test_without_settings_every_setting_has_its_default(text):
    read, findings = config.read(text)
    assert findings == []
    assert values(read) == DEFAULTS == values(Config())


def test_the_defaults_are_those_of_the_method():
    read = Config()
    assert (read.mode, read.rounding, read.as_of, read.language) == ("computed", 0.1, None, "en")
    assert dict(read.scoring.points) == {"hard": 1.0, "inferred": 0.5, "judgement": 0.25, "media": 0.2}
    assert (read.scoring.strong, read.scoring.moderate, read.scoring.half_life) == (3.0, 1.0, None)
    assert (read.valuation.cap, read.valuation.p_max, read.valuation.second_source) == (0.5, 0.85, 0.5)
    assert (read.write.properties, read.write.blocks, read.folders.exclude) == (True, True, ())


@pytest.mark.parametrize("text", [FULL, FULL.replace("\n", "\r\n"), "\ufeff" + FULL])
def test_every_setting_is_read(text):
    read, findings = config.read(text)
    assert findings == []
    assert values(read) == DEFAULTS | {
        "mode": "published", "rounding": 0.5, "as_of": date(2026, 2, 10), "language": "zh",
        "folders.exclude": ("Archive", "*/Drafts"), "scoring.strong": 4.0, "scoring.moderate": 2.5, "scoring.half_life": 1.5,
        "scoring.half_life_of.media": 0.5, "scoring.same_source": 1.0, "scoring.semantics": "dfquad", "scoring.base": 0.4,
        "scoring.sensitivity": 1.0, "scoring.link_weight": 0.0,
        "scoring.points.hard": 2.0, "scoring.points.media": 0.0, "valuation.cap": 0.4, "valuation.p_max": 0.9,
        "valuation.second_source": 0.0, "link.case": "exact", "link.min_length": 2.0, "link.min_length_cjk": 1.0,
        "link.stop": ("Apple", "估值"), "write.properties": False, "write.blocks": False,
    }  # fmt: skip
    assert read.vocabulary.meaning("attribute", "胜率") == "probability"
    assert read.vocabulary.meaning("column", "Chance") == "probability"
    assert read.vocabulary.meaning("attribute", "last") == "price"
    assert read.vocabulary.meaning("attribute", "概率") == "probability"


def test_a_day_may_be_a_toml_date_or_a_text():
    assert config.read('as_of = "2026-02-10"')[0].as_of == config.read("as_of = 2026-02-10")[0].as_of


def test_settings_cannot_be_changed():
    with pytest.raises(AttributeError):
        Config().mode = "published"
    with pytest.raises(TypeError):
        Config().scoring.points["hard"] = 2


BAD = [
    # text, line and column, expected, found, hint
    ('mode = "compute"', (1, 1), '"computed" or "published"', "compute", ""),
    ("mode = 3", (1, 1), '"computed" or "published"', "3", ""),
    ('mode = ["computed"]', (1, 1), '"computed" or "published"', "['computed']", ""),
    ('rounding = "0.1"', (1, 1), "a number, at least 0", "0.1", ""),
    ("rounding = true", (1, 1), "a number, at least 0", "True", ""),
    ("rounding = nan", (1, 1), "a number, at least 0", "nan", ""),
    ("rounding = inf", (1, 1), "a number, at least 0", "inf", ""),
    ("rounding = -0.1", (1, 1), "a number, at least 0", "-0.1", ""),
    (f"rounding = 1{'0' * 400}", (1, 1), "a number, at least 0", "1" + "0" * 79, ""),
    (f"rounding = 0x{'f' * 5000}", (1, 1), "a number, at least 0", "a number of very many digits", ""),
    ("as_of = 2026", (1, 1), "a date, as in 2026-02-10", "2026", ""),
    ('as_of = "2026-02-30"', (1, 1), "a date, as in 2026-02-10", "2026-02-30", ""),
    ('as_of = "20260210"', (1, 1), "a date, as in 2026-02-10", "20260210", ""),
    ("as_of = 2026-02-10T08:00:00", (1, 1), "a date, as in 2026-02-10", "2026-02-10 08:00:00", ""),
    ("\n\nscoring = 3", (3, 1), "[scoring]", "3", ""),
    ("[valuation]\np_max = 1.5", (2, 1), "a number, at least 0 and at most 1", "1.5", ""),
    ("[valuation]\n  p_max = 85", (2, 3), "a number, at least 0 and at most 1", "85", ""),
    ("[valuation]\npmax = 0.8", (2, 1), "cap, p_max, second_source, method, copula, narrative_link", "pmax", "did you mean p_max?"),
    ("valuation.pmax = 0.8", (1, 1), "cap, p_max, second_source, method, copula, narrative_link", "pmax", "did you mean p_max?"),
    ("[write]\nblocks = 1", (2, 1), "true or false", "1", ""),
    ("[scoring]\npoints = { hrad = 1 }", (2, 1), "hard, inferred, judgement, media", "hrad", "did you mean hard?"),
    ("[scoring.points]\nhrad = 1", (2, 1), "hard, inferred, judgement, media", "hrad", "did you mean hard?"),
    ("[scoring]\nhalf_life = 0", (2, 1), "a number, at least 0.001", "0", ""),
    ("[scoring]\nmoderate = 5", (2, 1), "scoring.moderate at most scoring.strong", "5.0", ""),
    ("[folders]\nexclude = 'Archive'", (2, 1), 'a list of folders, as in ["Archive", "*/Drafts"]', "Archive", ""),
    ("[folders]\nexclude = ['../x']", (2, 1), 'a list of folders, as in ["Archive", "*/Drafts"]', "['../x']", ""),
    ("[folders]\nexclude = ['/']", (2, 1), 'a list of folders, as in ["Archive", "*/Drafts"]', "['/']", ""),
    ("[link]\nstop = 'Apple'", (2, 1), 'a list of words, as in ["Apple", "估值"]', "Apple", ""),
    ("[link]\nstop = ['Apple', ' ']", (2, 1), 'a list of words, as in ["Apple", "估值"]', "['Apple', ' ']", ""),
    ("[link]\ncase = 'no'", (2, 1), '"smart" or "ignore" or "exact"', "no", ""),
    ("[link]\nmin_length = 0", (2, 1), "a number, at least 1", "0", ""),
    ("Mode = 'computed'", (1, 1), "mode, rounding, as_of, language, folders, scoring, valuation, link, write, vocabulary", "Mode", "did you mean mode?"),
    ("[wirte]\nblocks = true", (1, 2), "mode, rounding, as_of, language, folders, scoring, valuation, link, write, vocabulary", "wirte", "did you mean write?"),
    ("vocabulary = 1", (1, 1), "[vocabulary]", "1", ""),
    ("[vocabulary]\nprobabilty = 'chance'", (2, 1), "a word that vaultval knows, such as probability", "probabilty", "did you mean probability?"),
    ("[vocabulary]\nprobability = 3", (2, 1), "a word or a list of words", "3", ""),
    ("[vocabulary]\nprobability = ['chance', ' ']", (2, 1), "a word or a list of words", "['chance', ' ']", ""),
    ("[vocabulary]\nprobability = 'TAM'", (2, 1), "a word that has no meaning yet", "TAM", ""),
    ("[vocabulary]\nprice = 'x'\nshares = 'X'", (3, 1), "a word that has no meaning yet", "X", ""),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "where", "expected", "found", "hint"), BAD, ids=[case[0][:40] for case in BAD]
)
def test_a_mistake_is_one_finding_at_its_line_and_the_default_holds(text, where, expected, found, hint):
    read, findings = config.read(text)
    assert [each.rule.name for each in findings] == ["bad-config"]
    (finding,) = findings
    assert (finding.place.note, finding.place.line, finding.place.column) == ("vaultval.toml", *where)
    assert (finding.expected, finding.found, finding.hint) == (expected, found, hint)
    assert values(read) == DEFAULTS


def test_what_is_sound_counts_beside_a_mistake():
    read, findings = config.read(
        'mode = "published"\nrounding = "x"\ncolour = "red"\n[vocabulary]\nprice = ["TAM", "last"]'
    )
    assert len(findings) == 3
    assert (read.mode, read.rounding) == ("published", 0.1)
    assert read.vocabulary.meaning("attribute", "TAM") == "tam"
    assert read.vocabulary.meaning("attribute", "last") == "price"


@pytest.mark.parametrize(("text", "line"), [("mode = ", 1), ("\n\nmode computed", 3), ("a = 1\na = 2", 1), ("[x\n", 1),
                                            ("x = " + "[" * 50_000, 1), ("x = " + "9" * 20_000, 1), ("\x00", 1)])  # fmt: skip
def test_what_is_not_toml_is_one_finding_and_all_defaults_hold(text, line):
    read, findings = config.read(text)
    assert [each.rule.name for each in findings] == ["bad-config"]
    assert findings[0].place.note == "vaultval.toml"
    assert 1 <= findings[0].place.line <= text.count("\n") + 1
    assert findings[0].place.line >= line
    assert values(read) == DEFAULTS


def test_every_setting_has_a_sentence_and_says_what_it_allows():
    assert len({setting.key for setting in SETTINGS}) == len(SETTINGS)
    for setting in SETTINGS:
        assert re.fullmatch(r"[A-Z].+\.", setting.sentence)
        assert setting.allowed


@settings(max_examples=100, deadline=None)
@given(st.text())
def test_any_text_gives_settings(text):
    read, findings = config.read(text)
    assert isinstance(read, Config)
    assert {each.rule.name for each in findings} <= {"bad-config"}


KEYS = st.sampled_from(
    [
        *(setting.key for setting in SETTINGS),
        "scoring",
        "vocabulary.price",
        "vocabulary.x",
        "folders.x",
        "x.y",
    ]
)
VALUES = st.sampled_from(
    [
        "1",
        "-1",
        "0.5",
        "true",
        '"en"',
        '"x"',
        "[]",
        '["a"]',
        "{}",
        "{ a = 1 }",
        "2026-02-10",
        "nan",
        "08:00:00",
    ]
)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(KEYS, VALUES), max_size=4))
def test_any_value_of_any_key_is_kept_or_reported(pairs):
    text = "\n".join(f"{key} = {value}" for key, value in pairs)
    read, findings = config.read(text)
    assert isinstance(read, Config)
    assert all(0 < each.place.line <= max(len(pairs), 1) for each in findings)
    assert read.scoring.moderate <= read.scoring.strong


def test_without_a_file_the_toml_reader_is_not_imported():
    code = "import sys; from vaultval import config; config.read(None); sys.exit('tomllib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
