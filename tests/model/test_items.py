"""What one item says without its labels, fields, date and brackets."""

import pytest

from vaultval.model.items import plain_text
from vaultval.vocabulary import Vocabulary


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("2026-01-28: 1.1M users [hard: +1.0, 10-K] [[Q4]]", "1.1M users"),
        ("2026/1/23，奥斯汀没有安全员 [媒体叙述]", "奥斯汀没有安全员"),
        ("**2026-01-28** launch (2026-01-29)", "launch"),
        ("2026-07-01是下一个日期", "2026-07-01是下一个日期"),  # the date is a part of the sentence
        ("They pay for [[Robotaxi|FSD]] [hard]", "They pay for FSD"),
        ("They pay for [[FSD]] [hard] [[10-K]] [[Q4]]", "They pay for FSD"),
        ("Paid [supports:: [[A]]] for `it` ==now== ^id", "Paid for it now"),
        ("News <!-- hidden --> %%and%% more [hard] %%a\nb%%", "News more"),
        ("50%% off", "50%% off"),
        ("See [the report](https://example.org)", "See the report"),
    ],
)
def test_the_words_of_an_item(content, text):
    assert plain_text(content, Vocabulary()) == text
