"""Invented people: given names and surnames kept apart and combined by chance; nobody real is meant.

Surnames are made up in the manner of a region. Shares are of plausibility only (domain.md section 6).
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random


def _words(text: str) -> list[str]:
    return text.split()


FRISIAN_GIVEN = _words(
    """
    Sjoukje Jelte Marrit Douwe Sybren Tjitske Froukje Femke Anke Wietse Hylke Nynke Ytsje Sietse Gerlof Jildou
    Baukje Tjeerd Rinske Fokke Hiske Ids Lolkje Minke Oane Popke Renske Siebren Tryntsje Wytze Bouke Doutzen Eelke
    Foekje Gosse Hinke Jitske Klaske Lieuwe Meindert
    """
)
DUTCH_GIVEN = _words(
    """
    Sanne Daan Lotte Ruben Fleur Niels Ilse Thijs Roos Bram Eva Lars Noor Stijn Merel Jesse Tess Koen Jasmijn
    Milan Sam Robin Maud Joris Anouk Luuk Iris Gijs Vera Teun Esmee Casper Lieke Floor Jurre Nina Sven Puck Tijn
    Linde
    """
)
OTHER_GIVEN = _words(
    """
    Mehmet Zoë Amira Wojtek Ştefan Renée Yasmin Kofi Ayşe Ibrahim Kasia Fatou Emre Lina Bilal Noémi Tomasz Selin
    Abena Youssef Ilinca Dilan Samuel Nadia Mateusz Elif Hamza Ama Zofia Karim
    """
)
FRISIAN_FAMILY = _words(
    """
    Hoekema Wiarsma Oostinga Terpstra Rinsma Galema Hylkema Sietstra Drachtsma Wielinga Broersma Postema Tolsma
    Fennema Molenstra Eisinga Wijmstra Halbesma Ypkema Rienksma Grootstra Blikstra Meerstra Sinnema Dijkinga
    Popkema Jellesma Kuikstra Noordsma Weidinga Zandstra Bokstra Uilkema Feeninga Elgersma Tichelstra Heerinsma
    Wartinga
    """
)
DUTCH_FAMILY = _words(
    """
    Oosterwoud Waterdam Vogelwijk Roosdorp Holtland Achterweide Beukering Lindenhof Kortebaan Zomerveld
    Windesheuvel Korenaar Hazelbosch Molenbroek Rietdijker Steenwijkerwold Brugkamp Ganzevoort Klaverland
    Dijkgraver Ankerplaat Duinmeijer Heidestein Wilgenhout Veldkamper Overbeeke Sluiswachter Berkenrode Tolhuizer
    Waardenier
    """
)
OTHER_FAMILY = _words(
    """
    Kowalczewski Dąbrowik Öztürkan Yildizoğlu El-Karimi Benhaddar Asante-Boadu Mensahwe Ionescar Popadescu
    Wiśniewczyk Çelikbaş Amrani-Sel Oduyama Ferreirinha Nowaczek Şahinel Bakkaliou Owusuah Marinelescu
    """
)
PREFIXES = ("van der", "van", "de", "van den", "van 't", "ter")
ENGLISH_FAMILY = _words(
    """
    Halloway Brackwater Thornfield Ashbridge Pellingworth Marlowfield Okonjara Santosinha Verrault Lindqvisth
    Castellar Hargrove-Dunn Tanakawa Bergstrand Mbekiwe Farrowdale Nightingate Ostrander Quillfeather Rosewarne
    Silvermane Wetherly Abernathie Dunmorrow
    """
)
ENGLISH_GIVEN = _words(
    """
    Corwin Imani Tobias Freya Kwame Saoirse Mateo Priya Elodie Hugo Aiko Linnea Rafael Nour Oscar Thandi Isla
    Jonah Mei Anton Sofia Dara Felix Amelie Kenji Lucia Noah Zara Emil Ines
    """
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name in its parts."""

    given: str
    prefix: str
    family: str
    preferred: str = ""

    @property
    def called(self) -> str:
        """The name this person is called by."""
        return self.preferred or self.given

    @property
    def mailbox(self) -> str:
        """The name as a part of an e-mail address."""
        return plain(f"{self.called}.{self.prefix}{self.family}")


def plain(text: str) -> str:
    """A text as it can stand in an e-mail address."""
    return "".join(letter for letter in text.lower().translate(_PLAIN) if letter.isalnum() or letter in ".-@")


_PLAIN = str.maketrans("äáàâçéèêëíîïğñóôöşșśúûüýžżźńłąęćıũ", "aaaaceeeeiiignooosssuuuyzzznlaeciu")


class People:
    """Names by chance; the same seed gives the same people, and nobody twice."""

    def __init__(self, chance: Random, *, english: bool = False) -> None:
        self._chance, self._english = chance, english
        self._given: set[tuple[str, str, str]] = set()

    def next(self) -> Name:
        """Somebody new."""
        for _try in range(500):
            name = self._draw()
            if (name.given, name.prefix, name.family) not in self._given:
                self._given.add((name.given, name.prefix, name.family))
                return name
        raise RuntimeError("the lists of names are too short")

    def _draw(self) -> Name:
        given_names, families = self._lists()
        given, family = self._chance.choice(given_names), self._chance.choice(families)
        prefix = ""
        if families is ENGLISH_FAMILY:
            return Name(given, "", family)
        if families is DUTCH_FAMILY and self._chance.random() < 0.75:
            prefix = self._chance.choice(PREFIXES)
        if families is not OTHER_FAMILY and self._chance.random() < 0.03:
            family = f"{family}-{self._chance.choice(DUTCH_FAMILY)}"
        preferred = self._chance.choice(given_names) if self._chance.random() < 0.04 else ""
        return Name(given, prefix, family, preferred if preferred != given else "")

    def _lists(self) -> tuple[list[str], list[str]]:
        at = self._chance.random()
        if self._english:
            return (
                (ENGLISH_GIVEN, ENGLISH_FAMILY)
                if at < 0.6
                else (OTHER_GIVEN + DUTCH_GIVEN, OTHER_FAMILY + DUTCH_FAMILY)
            )
        given = FRISIAN_GIVEN if at < 0.6 else DUTCH_GIVEN if at < 0.9 else OTHER_GIVEN
        at = self._chance.random()
        return given, FRISIAN_FAMILY if at < 0.6 else DUTCH_FAMILY if at < 0.9 else OTHER_FAMILY


# Letters of Dutch postcodes, without those that PostNL leaves out; SA, SD and SS do not exist.
_LETTERS = "ABCDEGHJKLMNPRSTVWXZ"


def postcode(chance: Random) -> str:
    """A postcode in the north, which may not exist but could."""
    while (pair := chance.choice(_LETTERS) + chance.choice(_LETTERS)) in ("SA", "SD", "SS"):
        pass
    return f"{chance.randint(8401, 9299)} {pair}"


def phone(chance: Random) -> str:
    """A mobile number that no operator gives out."""
    return f"06-00 00 00 {chance.randint(0, 99):02d}"
