"""Charts hold under any label."""

import pytest

from vaultval.render.charts.xychart import bars, label


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('a "b" #c', "a #quot;b#quot; #35;c"),
        ("x %%{init: {}}%% y", "x %{init: {}}% y"),
        ("<script>", "‹script›"),
        ("", "—"),
        ("two\nlines", "two lines"),
    ],
)
def test_a_label_is_only_words(text, shown):
    assert label(text) == shown


def test_long_labels_are_cut_and_no_values_give_no_chart():
    assert len(label("word " * 40)) <= 40
    assert bars([]) == ""


def test_bars_start_at_zero_and_are_never_negative():
    text = bars([("a", -5.0), ("b", 10.0)])
    assert "y-axis 0 --> 10.00" in text
    assert "bar [0.00, 10.00]" in text
