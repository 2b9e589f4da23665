"""A sentence and word-list check of the Dutch: short sentences, no office words, nobody made smaller by a word.

It finds what a list can find; whether a text is plain is for its readers to say. A translator's comment
`# keep: <reason>` above an entry lets it pass.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

from setup import words

LONGEST = 20
# Word (as a pattern) and what to write instead.
OFFICE = {
    r"aangaande": "over",
    r"aanvang(en|t)?": "begin, beginnen",
    r"alsmede": "en",
    r"alvorens": "voordat",
    r"betreffende": "over",
    r"conform": "volgens",
    r"derhalve": "daarom",
    r"desbetreffende": "deze",
    r"(dient|dienen) te": "moet, moeten",
    r"(bedank)?brie(f|ven)": "e-mail: wij sturen geen papier",
    r"dienaangaande": "daarover",
    r"echter": "maar",
    r"gaarne": "graag",
    r"geschied(en|t)": "gebeuren",
    r"hetgeen": "wat",
    r"ho(e)?wel": "ook al",
    r"indien": "als",
    r"inzake": "over",
    r"ingevolge": "door",
    r"krachtens": "volgens",
    r"met betrekking tot": "over",
    r"middels": "met, door",
    r"mits": "als",
    r"nopens": "over",
    r"omtrent": "over",
    r"onderhavige": "deze",
    r"reeds": "al",
    r"tenzij": "behalve als",
    r"ten behoeve van": "voor",
    r"ten gevolge van": "door",
    r"teneinde": "om",
    r"tevens": "ook",
    r"thans": "nu",
    r"te allen tijde": "altijd",
    r"trachten": "proberen",
    r"uiterlijk op": "niet later dan",
    r"verstrek(ken|t|te|ten)": "geven",
    r"voornoemde?": "deze",
    r"wederom": "weer",
    r"zorg\s?dragen": "zorgen",
    r"zulks": "dat",
    r"[a-z]\.[a-z]\.([a-z]\.)?": "de woorden voluit",
}
HURTFUL = {
    r"risico-?(jongere|leerling|student)(n|en)?": "hoe iemand heet, of het woord van de rol",
    r"probleem-?(jongere|leerling|student|geval)(n|en|len)?": "hoe iemand heet, of het woord van de rol",
    r"problematiek": "wat er speelt",
    r"hulpbehoevende?n?": "wie hulp zoekt",
    r"zwakke(re)? (leerling|student)(en)?": "hoe iemand heet",
    r"achterstandskind(eren)?": "hoe iemand heet",
}
# Tenants choose their own role words, so an article or pointing word before one may not fit.
POINTED = re.compile(
    r"\b(de|het|deze|dit|die|dat|elke|elk|nieuwe|goede)\s+%\((role|role_word|seeker|supporter)\)s", re.IGNORECASE
)
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|\{\w*\}")
TAG = re.compile(r"<[^>]+>")
SENTENCE = re.compile(r"(?<=[.!?:;…])\s+|\n+")


def sentences(text: str) -> Iterator[list[str]]:
    """The sentences of a text, each as its words; a placeholder counts as one word."""
    plain = PLACEHOLDER.sub("iets", TAG.sub(" ", text))
    for sentence in SENTENCE.split(plain):
        found = re.findall(r"[\w'’-]*\w[\w'’-]*", sentence)
        if found:
            yield found


def complaints(text: str) -> list[str]:
    """What a reader may stumble over in one Dutch text."""
    found = [f"{len(said)} words in one sentence" for said in sentences(text) if len(said) > LONGEST]
    for pattern, instead in {**OFFICE, **HURTFUL}.items():
        hit = re.search(rf"(?<![\w.]){pattern}(?!\w)", text, re.IGNORECASE)
        if hit:
            found.append(f"{hit.group()!r}: write {instead}")
    pointed = POINTED.search(text)
    if pointed:
        found.append(f"{pointed.group()!r}: a tenant's own role word may not fit behind it")
    return found


def problems() -> list[str]:
    """All complaints about the catalogues, a line each, with the room and the English."""
    wrong = []
    for room in words.rooms():
        for identity, message in words.entries(words.read(room.catalogue)).items():
            if any(comment.strip().startswith("keep:") for comment in message.user_comments):
                continue
            texts = message.string if isinstance(message.string, (list, tuple)) else [message.string]
            said = dict.fromkeys(complaint for text in texts for complaint in complaints(str(text)))
            wrong += [f"{room.name}: {words.shown(identity)}: {complaint}" for complaint in said]
    return wrong


def main() -> int:
    """Prints every complaint, or one line that there is none."""
    wrong = problems()
    print("\n".join(wrong) or "No sentence is long and no word is on the list.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
