"""Which column of a file is which: by its heading in Dutch or English, unless someone says otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from maatwerk.people.rules import fold

NAMES = ("given_name", "preferred_name", "prefix", "family_name")
PERSON = (*NAMES, "birth_date", "email", "phone", "postcode")
AFFILIATION = ("group", "course", "level", "track", "year", "site")
# What a column can be, in the order in which people choose it.
FIELDS = ("number", "id", *PERSON, *AFFILIATION)

_HEADINGS: Mapping[str, str] = {
    "number": """deelnemernr deelnemernummer studentnr studentnummer studentnumber leerlingnr leerlingnummer stamnr
        stamnummer inschrijfnummer nummer nr number studentid externalnumber personeelsnummer medewerkernummer
        persoonsnummer participantnumber sisid sourcedid""",
    "id": "id maatwerkid personid",
    "given_name": "voornaam voornamen givenname firstname firstnames givennames officielevoornaam",
    "preferred_name": "roepnaam preferredname calledname nickname callname preferredfirstname",
    "prefix": "voorvoegsel voorvoegsels tussenvoegsel tussenvoegsels prefix surnameprefix tv tsv",
    "family_name": "achternaam familienaam geslachtsnaam familyname lastname surname",
    "birth_date": "geboortedatum gebdatum gebdat geboren birthdate dateofbirth birthday dob geboortedag",
    "email": """email emailschool schoolemail emailadres emailaddress mail mailadres emailprive emailstudent
        studentemail emailinstelling""",
    "phone": "mobiel telefoon telefoonnummer mobielnummer gsm tel phone mobile phonenumber telephone mobieltelefoon",
    "postcode": "postcode postalcode zip zipcode pc",
    "group": "groep klas group class basisgroep lesgroep stamgroep groepscode klascode",
    "course": """opleiding opleidingsnaam opleidingnaam studie course studyprogramme crebonaam kwalificatie""",
    "level": "niveau niv level mbolevel mboniveau opleidingsniveau",
    "track": "leerweg track learningpath route",
    "year": "leerjaar studiejaar year studyyear jaar yearofstudy cohortjaar",
    "site": "locatie vestiging site location campus schoollocatie",
}
_KNOWN = {heading: field for field, words in _HEADINGS.items() for heading in words.split()}
# A citizen service number or an education number: we may not hold them (AVG article 87, UAVG article 46).
_FORBIDDEN = re.compile(r"bsn|burgerservice|sofi(nummer|nr)|persoonsgebondennummer|pgn$|onderwijsnummer|citizenservice")


def plain(heading: str) -> str:
    """A heading without blanks, dots and capitals: *Geb.datum* is *gebdatum*."""
    return re.sub(r"[^a-z0-9]", "", fold(heading))


def recognise(headings: Sequence[str]) -> dict[str, int]:
    """Which field stands in which column; of two columns for one field the first."""
    found: dict[str, int] = {}
    for at, heading in enumerate(headings):
        field = _KNOWN.get(plain(heading))
        if field and field not in found:
            found[field] = at
    return found


def forbidden(headings: Iterable[str]) -> list[str]:
    """The headings of columns that we may not hold."""
    return [heading for heading in headings if _FORBIDDEN.search(plain(heading))]


def recognised(row: Sequence[str]) -> int:
    """How many of these cells are headings that we know: what tells a heading line from a title."""
    return len(recognise(row))


def lacking(mapping: Mapping[str, int]) -> tuple[str, ...]:
    """What a file can't do without: something to recognise people by, and a name."""
    lacks = [] if "number" in mapping or "id" in mapping else ["number"]
    if "id" in mapping and "number" not in mapping:
        return tuple(lacks)
    if "family_name" not in mapping:
        lacks.append("family_name")
    if "given_name" not in mapping and "preferred_name" not in mapping:
        lacks.append("preferred_name")
    return tuple(lacks)


def checked(mapping: Mapping[str, object], width: int) -> dict[str, int]:
    """A mapping as it comes from a form or from the database: known fields, columns that exist."""
    found: dict[str, int] = {}
    for field in FIELDS:
        at = mapping.get(field)
        if isinstance(at, int) and not isinstance(at, bool) and 0 <= at < width:
            found[field] = at
    return found
