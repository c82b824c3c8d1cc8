"""Whatever people answer: fewer than five are never shown, nothing hidden comes out by subtracting, means are exact."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as some

from trainings.choices import QuestionKind
from trainings.models import Question, SurveyAnswer
from trainings.queries.evaluation import (
    SHOWN_FROM,
    gain_from,
    pooled_gain,
    question_result,
    rounded,
    satisfaction_from,
)

PERCENT = some.builds(
    lambda points, of: Fraction(min(points, of) * 100, of), some.integers(0, 60), some.integers(1, 60)
)
TESTS = some.dictionaries(some.integers(1, 30), PERCENT)
MARKS = some.lists(some.integers(1, 5), max_size=12)
KINDS = some.sampled_from([QuestionKind.SCALE, QuestionKind.SINGLE, QuestionKind.TEXT])


@given(TESTS, TESTS)
def test_only_pairs_make_the_result(before, after):
    found = gain_from(before, after)
    both = sorted(before.keys() & after.keys())
    assert (found.tested, found.pairs) == (len(before), len(both))
    assert found.pairs <= min(found.tested, len(after))
    if len(both) < SHOWN_FROM:
        assert (found.before, found.after, found.gain) == (None, None, None)
        return
    # Those with one test only change nothing.
    paired = gain_from({pk: before[pk] for pk in both}, {pk: after[pk] for pk in both})
    assert (paired.before, paired.after, paired.gain) == (found.before, found.after, found.gain)
    means = [sum(tests[pk] for pk in both) / len(both) for tests in (before, after)]
    for shown, exact in zip((found.before, found.after, found.gain), (*means, means[1] - means[0]), strict=True):
        assert abs(Fraction(shown) - exact) <= Fraction(1, 200)
    assert 0 <= found.before <= 100
    assert 0 <= found.after <= 100


@given(some.lists(some.tuples(TESTS, TESTS), max_size=4))
def test_pooled_knowledge_is_made_of_what_is_shown(editions):
    # As enrolments have keys of their own, each belongs to one edition.
    own = [
        tuple({100 * number + pk: value for pk, value in tests.items()} for tests in pair)
        for number, pair in enumerate(editions)
    ]
    shown = [pair for pair in own if len(pair[0].keys() & pair[1].keys()) >= SHOWN_FROM]
    assert pooled_gain(own) == pooled_gain(shown)
    assert pooled_gain(own).pairs == sum(gain_from(*pair).pairs for pair in shown)


@given(KINDS, MARKS)
def test_fewer_than_five_are_never_shown(kind, marks):
    question = Question(pk=1, kind=kind, options_pl=["a", "b", "c", "d", "e", "f"])
    is_text = kind == QuestionKind.TEXT
    answers = [
        SurveyAnswer(question=question, number=None if is_text else mark, text=str(mark) if is_text else "")
        for mark in marks
    ]
    found = question_result(question, answers)
    if len(marks) < SHOWN_FROM:
        assert (found.is_shown, found.n, found.counts, found.mean, found.texts) == (False, None, (), None, ())
    elif is_text:
        assert sorted(found.texts) == sorted(map(str, marks))
    else:
        assert found.n == sum(count for _label, count, _right in found.counts) == len(marks)


@given(some.lists(MARKS, max_size=6))
def test_pooled_satisfaction_is_made_of_what_is_shown(surveys):
    found = satisfaction_from((len(marks), sum(marks)) for marks in surveys)
    shown = [mark for marks in surveys if len(marks) >= SHOWN_FROM for mark in marks]
    assert found.n == len(shown)
    # As if the small ones did not exist: subtracting what each page shows leaves nothing.
    assert found == satisfaction_from((len(marks), sum(marks)) for marks in surveys if len(marks) >= SHOWN_FROM)
    if shown:
        assert found.mean == (Decimal(sum(shown)) / len(shown)).quantize(Decimal("0.01"), ROUND_HALF_UP)
        assert 1 <= found.mean <= 5
    else:
        assert found.mean is None


@given(some.fractions(-100, 100))
def test_rounding_is_to_the_nearest_hundredth(value):
    assert abs(Fraction(rounded(value)) - value) <= Fraction(1, 200)
    assert rounded(-value) == -rounded(value)
