"""What holds for any two amounts and the change between them."""

from hypothesis import assume, given
from hypothesis import strategies as st

from tests.audit.reading import claims_of
from vaultval.audit.changes.stated import find_changes

AMOUNTS = st.floats(0.5, 5e5, allow_nan=False)
DIGITS = st.integers(0, 3)
FORMS = st.sampled_from(
    (
        "Price ${was} → ${now} ({sign}{change} %)",
        "Price went from ${was}B to ${now}B, {way} {size} %.",
        "股价从${was}{verb}至${now}，{word}{size}%",
        "| a | b |\n|---|---|\n| x | ${was} → ${now}, {sign}{change}% |",
    )
)
TIMES = st.sampled_from(
    ("Users grew {size}x from {was}M to {now}M.", "用户从{was}万增至{now}万({size}倍增长)")
)


def printed(number, digits):
    return f"{number:,.{digits}f}"


def told(form, was, now, change, digits):
    up = change >= 0
    return form.format(
        was=was,
        now=now,
        sign="+" if up else "",
        change=printed(change, digits),
        size=printed(abs(change), digits),
        way="up" if up else "down",
        verb="升" if up else "降",
        word="增长" if up else "下降",
    )


@given(AMOUNTS, AMOUNTS, DIGITS, DIGITS, DIGITS, FORMS)
def test_a_change_that_is_computed_from_two_amounts_is_never_wrong(was, now, first, second, digits, form):
    text_was, text_now = printed(was, first), printed(now, second)
    assume(all(float(text.replace(",", "")) > 0 for text in (text_was, text_now)))
    claims = claims_of(told(form, text_was, text_now, (now / was - 1) * 100, digits), (find_changes,))
    assert [
        claim.verdict.value for claim in claims if claim.verdict.value not in ("reproduces", "rounding")
    ] == []
    assert len(claims) == 1


@given(AMOUNTS, st.floats(1.2, 60), DIGITS, DIGITS, DIGITS, st.booleans(), TIMES)
def test_a_multiple_is_never_wrong_counted_with_or_without_what_was_there(
    was, times, first, second, digits, on_top, form
):
    now = was * times
    text = form.format(
        was=printed(was, first),
        now=printed(now, second),
        size=printed(times - 1 if on_top else times, digits),
    )
    assume(float(printed(was, first).replace(",", "")) > 0)
    claims = claims_of(text, (find_changes,))
    assert all(claim.verdict.value in ("reproduces", "rounding") for claim in claims)


@given(st.integers(100, 9000), st.integers(100, 9000), st.integers(0, 2))
def test_points_between_two_percentages_are_never_wrong(was, now, digits):
    was, now = was / 100, now / 100
    text = f"Share {was:.2f} % → {now:.2f} % ({now - was:+.{digits}f} pp)"
    claims = claims_of(text, (find_changes,))
    assert [claim.verdict.value for claim in claims] == ["reproduces"] or round(now - was, digits) == 0


WORDS = st.sampled_from(
    (("doubled", 2), ("tripled", 3), ("quadrupled", 4), ("halved", 0.5), ("翻倍", 2), ("减半", 0.5))
)


@given(WORDS, st.integers(1, 9999), st.floats(0.91, 1.09), DIGITS)
def test_a_word_for_a_factor_is_never_wrong_within_a_tenth_of_it(word, was, off, digits):
    text, times = word
    now = printed(was * times * off, digits)
    assume(float(now.replace(",", "")) > 0)
    if text.isascii():
        line = f"Sales {text} from ${printed(was, digits)}M to ${now}M."
    else:
        line = f"收入从${printed(was, digits)}M变到${now}M，{text}。"
    claims = claims_of(line, (find_changes,))
    assert [claim.verdict.value for claim in claims if claim.verdict.value == "wrong"] == []
    assert len(claims) == 1


@given(st.integers(2100, 9999), st.floats(1.5, 4))
def test_a_decline_divided_by_where_it_ended_is_wrong_and_says_so(end, times):
    start = round(end * times)
    text = f"Sales went from {start} to {end}, down {(start - end) / end * 100:.1f} %."
    (claim,) = claims_of(text, (find_changes,))
    assert claim.verdict.value == "wrong"
    assert claim.cause == "it is a share of what it came to, and not of what it was"


@given(st.integers(1000, 9999), st.integers(1000, 9999), st.floats(-1, 1))
def test_a_change_off_by_more_than_the_digits_leave_open_is_wrong(was, now, off):
    assume(abs(off) > 0.02)
    true = now / was - 1
    claims = claims_of(f"Price ${was}.00 → ${now}.00 ({(true + off) * 100:+.1f} %)", (find_changes,))
    assert [claim.verdict.value for claim in claims] == ["wrong"] or f"{true + off:+.3f}" == "+0.000"
