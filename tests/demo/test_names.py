"""Invented names, postcodes, phones: the same people on the same day, and nobody real."""

from __future__ import annotations

import re
from random import Random

from maatwerk.demo import names
from maatwerk.demo.names import Name, People


def test_people_are_the_same_for_the_same_seed() -> None:
    one, other = People(Random("a day")), People(Random("a day"))
    assert [one.next() for _ in range(50)] == [other.next() for _ in range(50)]


def test_people_differ_for_another_seed() -> None:
    one, other = People(Random("a day")), People(Random("another day"))
    assert [one.next() for _ in range(50)] != [other.next() for _ in range(50)]


def test_people_are_nobody_twice() -> None:
    people = People(Random(7))
    drawn = [people.next() for _ in range(1500)]
    assert len({(name.given, name.prefix, name.family) for name in drawn}) == 1500


def test_names_mix_as_the_region_does() -> None:
    people = People(Random(7))
    drawn = [people.next() for _ in range(1000)]
    frisian = sum(name.given in names.FRISIAN_GIVEN for name in drawn)
    prefixed = sum(bool(name.prefix) for name in drawn)
    assert (540 <= frisian <= 660, 150 <= prefixed <= 350) == (True, True)


def test_english_families_have_no_prefix() -> None:
    people = People(Random(7), english=True)
    drawn = [people.next() for _ in range(200)]
    assert {name.prefix for name in drawn if name.family in names.ENGLISH_FAMILY} == {""}


def test_mailbox_has_plain_letters_only() -> None:
    assert Name("Zoë", "van 't", "Çelikbaş").mailbox == "zoe.vantcelikbas"
    people = People(Random(3))
    assert all(re.fullmatch(r"[a-z.-]+", people.next().mailbox) for _ in range(500))


def test_postcodes_are_of_the_region_with_legal_letters() -> None:
    chance = Random(5)
    drawn = [names.postcode(chance) for _ in range(2000)]
    legal = re.compile(r"(8[4-9]|9[0-2])\d\d (?!SA|SD|SS)[A-EGHJ-NPR-TV-XZ]{2}")
    assert [code for code in drawn if not legal.fullmatch(code) or not 8401 <= int(code[:4]) <= 9299] == []


def test_phones_are_given_out_by_nobody() -> None:
    chance = Random(5)
    assert all(re.fullmatch(r"06-00 00 00 \d\d", names.phone(chance)) for _ in range(100))
