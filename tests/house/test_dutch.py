"""The Dutch is short and plain as far as a list can tell, and the list finds what it should."""

from __future__ import annotations

import pytest

from setup import dutch

LONG = "woord " * 20


def test_dutch_of_the_house_passes() -> None:
    assert dutch.problems() == []


@pytest.mark.parametrize(
    ("text", "complaints"),
    [
        ("Je afspraak staat vast.", []),
        (LONG.strip() + ".", []),
        (LONG + "nog.", ["21 words in one sentence"]),
        (LONG.strip() + ". " + LONG.strip() + ".", []),
        ("Kies de dag, indien je kunt.", ["'indien': write als"]),
        ("Een risicojongere meldt zich.", ["'risicojongere': write hoe iemand heet, of het woord van de rol"]),
        ("Bel i.v.m. de afspraak.", ["'i.v.m.': write de woorden voluit"]),
        ("Je krijgt een brief.", ["'brief': write e-mail: wij sturen geen papier"]),
        ("Dit dient te gebeuren.", ["'dient te': write moet, moeten"]),
        ("Bedien de knop. De thansen bestaan niet.", []),
        ("Kies deze %(role)s.", ["'deze %(role)s': a tenant's own role word may not fit behind it"]),
        ("%(name)s is je %(role)s.", []),
    ],
)
def test_list_finds_what_it_should(text: str, complaints: list[str]) -> None:
    assert dutch.complaints(text) == complaints


def test_placeholders_and_tags_count_as_they_are_read() -> None:
    assert list(dutch.sentences("Dag %(name)s, <b>lees</b> dit!\nTot zo.")) == [
        ["Dag", "iets", "lees", "dit"],
        ["Tot", "zo"],
    ]
