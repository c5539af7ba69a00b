"""What was read beside what a person read: pairs, scores, confusions."""

from __future__ import annotations

from monitor.core.evaluate import Label, Labels, compare, score
from monitor.core.extract import Reading
from monitor.model import Basis, Bound, Figure


def figure(low: int | None, high: int | None, metric: str = "killed", **facts: object) -> Figure:
    made = Figure("e", metric, low, high, Bound.EXACT, Basis.INCIDENT, "a-rule", "…", "text", 0, 1)
    for name, value in facts.items():
        object.__setattr__(made, name, value)
    return made


def reading(*figures: Figure, **totals: int) -> Reading:
    return Reading("en", figures, totals)


def test_a_figure_that_agrees_in_metric_and_both_ends_is_right() -> None:
    done = score([compare(Labels((Label("killed", 12, 12),), {}), reading(figure(12, 12)))])
    assert (done.flawless, done.by_kind["figure"]["all"].f1) == (1, 1.0)


def test_a_number_with_another_end_is_paired_but_not_right() -> None:
    labels = Labels((Label("killed", 12, None, {"bound": "at_least"}),), {})
    compared = compare(labels, reading(figure(12, 12)))
    done = score([compared])
    assert len(compared.pairs) == 1
    assert done.by_kind["figure"]["all"].right == 0
    assert done.confusions == {("bound", "at_least", "exact"): 1}


def test_what_was_missed_and_what_was_invented_count_apart() -> None:
    labels = Labels((Label("killed", 12, 12), Label("injured", 30, 30)), {})
    done = score([compare(labels, reading(figure(12, 12), figure(7, 7, "arrested")))])
    every = done.by_kind["figure"]["all"]
    assert (every.labelled, every.read, every.right) == (2, 2, 1)
    assert (every.precision, every.recall, every.f1) == (0.5, 0.5, 0.5)
    assert done.by_kind["metric"]["arrested"].read == 1
    assert done.confusions == {("figure", "injured", "missed"): 1, ("figure", "nothing", "arrested"): 1}


def test_of_several_equal_figures_the_one_with_the_labelled_facts_is_the_partner() -> None:
    labels = Labels(
        (Label("killed", 5, 5, {"claimant": "hrana"}), Label("killed", 5, 5, {"claimant": None})), {}
    )
    read = reading(figure(5, 5), figure(5, 5, claimant="hrana"))
    done = score([compare(labels, read)])
    assert done.by_kind["claimant"]["named"].f1 == done.by_kind["claimant"]["none"].f1 == 1.0


def test_an_exact_partner_is_not_taken_by_a_label_that_is_only_near() -> None:
    labels = Labels((Label("killed", 12, None), Label("killed", 12, 12)), {})
    compared = compare(labels, reading(figure(12, 12)))
    assert [label.high for label, _ in compared.pairs] == [12]
    assert [label.high for label in compared.missed] == [None]


def test_only_facts_that_are_labelled_are_scored() -> None:
    done = score([compare(Labels((Label("killed", 12, 12),), {}), reading(figure(12, 12, claimant="hrana")))])
    assert "claimant" not in done.by_kind


def test_a_total_is_right_inside_what_the_label_allows() -> None:
    done = score(compare(Labels(None, {"killed": (6, 8)}), reading(killed=n)) for n in (5, 6, 8, 9))
    assert done.totals == {"killed": (2, 4)}
    assert (done.texts, done.flawless) == (4, 2)


def test_a_text_without_figures_is_flawless_only_if_none_was_read() -> None:
    trap = Labels((), {})
    assert score([compare(trap, reading()), compare(trap, reading(figure(3, 3)))]).flawless == 1
