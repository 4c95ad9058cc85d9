"""A number in running text is what the reader of quantities makes of it, however it is found."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from vaultval.audit.arithmetic.terms import number
from vaultval.place import Place
from vaultval.quantity import read

BEFORE = (
    "",
    "$",
    "-$",
    "~$",
    "+",
    "-",
    "约",
    "> ",
    "≈",
    "US$",
    "NT$",
    "RMB ",
    "(",
    "€",
    "×",
    "超过",
    "每股",
    "T=",
)
BEHIND = (
    "", "B", "%", "x", "亿", "亿美元", "B股", "/share", "/股", " GWh", "pp", "bps", "+", "万", "m", "years", "个月", ")",
    "%/年", "E", "兆", "千", " people",
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(BEFORE),
    st.from_regex(r"[0-9]{1,7}(\.[0-9]{1,4})?", fullmatch=True),
    st.sampled_from(BEHIND),
)
def test_the_short_way_to_a_number_gives_what_the_long_one_does(before, digits, behind):
    text = before + digits + behind
    short, long = number(text), read(text, Place(""))[0]
    assert (short is None) == (long is None)
    assert short is None or replace(short, place=None) == replace(long, place=None)
