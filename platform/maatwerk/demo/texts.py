"""Neutral sentences that people in the demo write; no real story is among them."""

from __future__ import annotations

from random import Random

_NL = {
    "why": (
        "Ik vond mijn eerste jaar zelf lastig en had toen graag iemand gehad.",
        "Ik leg graag dingen uit en leer er zelf ook van.",
        "Mijn broertje heeft er veel aan gehad, nu wil ik het ook doen.",
        "Ik wil ervaring opdoen met begeleiden, dat past bij mijn opleiding.",
        "Het lijkt me leuk om iemand op weg te helpen.",
        "Ik heb tijd over en ik help graag.",
    ),
    "hard": (
        "Ik begin vaak te laat met leren voor een toets.",
        "Bij rekenen raak ik halverwege de som de draad kwijt.",
        "Lange teksten lezen kost me veel tijd.",
        "Ik durf in de klas niets te vragen.",
        "Alles komt tegelijk en dan weet ik niet waar ik moet beginnen.",
        "Ik ken hier nog bijna niemand.",
    ),
    "who": (
        "Ik ben rustig, en ik wil meer durven.",
        "Ik ben iemand die graag buiten is. Ik wil later mijn eigen zaak.",
        "Ik lach veel. Ik wil minder uitstellen.",
        "Ik help thuis veel mee en ik wil leren om ook aan mezelf te denken.",
    ),
    "can": (
        "Ik ben goed met mijn handen, en ik wil beter leren plannen.",
        "Ik onthoud namen goed. Ik wil zonder zenuwen iets kunnen vertellen voor de klas.",
        "Ik kan goed tekenen, en ik wil vlot kunnen rekenen.",
        "Ik kan goed luisteren. Ik wil om hulp kunnen vragen.",
    ),
    "goal": (
        "Ik wil elke zondag mijn week plannen.",
        "Ik wil een voldoende halen voor mijn volgende rekentoets.",
        "Ik wil een keer per week iets vragen in de les.",
        "Ik wil twee mensen uit mijn klas beter leren kennen.",
        "Ik wil mijn verslag op tijd inleveren.",
        "Ik wil weten welke stage bij me past.",
    ),
    "note": (
        "We hebben de toets van volgende week voorbereid.",
        "Rustig gesprek, de planning hangt nu boven het bureau.",
        "Samen een opdracht gemaakt, het ging beter dan vorige keer.",
        "Koffie gedronken in de kantine en de week doorgenomen.",
        "De uitleg over procenten nog een keer gedaan, nu lukte het.",
        "Gepraat over de stage en twee bedrijven opgezocht.",
        "Korter dan gepland, wel fijn om elkaar te zien.",
        "Het verslag nagekeken en de opbouw besproken.",
    ),
    "line": ("Het was fijn.", "Ik snap het nu beter.", "Ging wel.", "Leuk gesprek gehad.", "Volgende week verder."),
    "reference": ("Mijn studieloopbaanbegeleider.", "Mijn mentor van vorig jaar.", "De docent rekenen."),
    "learn": ("Beter luisteren.", "Een groep begeleiden.", "Uitleggen in stappen."),
    "check_in": (
        "Het loopt goed, ze zien elkaar elke week.",
        "Beiden tevreden; tip gegeven over de planning.",
        "Even gebeld, geen bijzonderheden.",
        "Tempo is hoog, afgesproken om het kleiner te maken.",
    ),
    "agreement": ("We zeggen het op tijd als we niet kunnen.", "We beginnen altijd met hoe het gaat.", ""),
    "nominated": (
        "Komt vaak als eerste binnen maar zegt weinig; een ouderejaars zou helpen.",
        "Werkt hard, maar loopt vast bij het plannen.",
        "Is halverwege het jaar ingestroomd en zoekt aansluiting.",
        "Kan het niveau aan, mist alleen uitleg bij rekenen.",
    ),
    "addition": ("Klopt, dat zou ik fijn vinden.", "Vooral bij rekenen dan.", "Liefst niet op maandag."),
    "handed": ("Samen gebeld met schoolmaatschappelijk werk; een eerste afspraak staat.",),
    "talk": ("Open gesprek, weet goed wat er nodig is.", "Rustig en duidelijk.", "Wil graag beginnen."),
    "places": ("Bibliotheek", "Studieplein", "Kantine", "Lokaal 1.14", "Online"),
}
_EN = {
    "why": (
        "I found my own first year hard and would have liked someone then.",
        "I like explaining things and learn from it myself.",
        "It suits my course, and I have time to spare.",
        "I came from abroad myself and know how it feels.",
    ),
    "hard": (
        "I start too late with learning for a test.",
        "Reading long texts in Dutch takes me a lot of time.",
        "I do not dare to ask anything in class.",
        "I hardly know anyone here yet.",
    ),
    "who": (
        "I am calm, and I would like to dare more.",
        "I laugh a lot, and I want to put things off less.",
        "I help a lot at home, and I want to think of myself too.",
    ),
    "can": (
        "I am good with my hands, and I want to plan better.",
        "I listen well, and I want to be able to ask for help.",
        "I draw well, and I want to do sums quickly.",
    ),
    "goal": (
        "I want to plan my week every Sunday.",
        "I want to pass my next maths test.",
        "I want to speak Dutch at the supermarket without switching.",
        "I want to know two people in my class better.",
    ),
    "note": (
        "We prepared next week's test.",
        "A quiet talk; the planning now hangs above the desk.",
        "Made an assignment together, it went better than last time.",
        "Had coffee in the canteen and went through the week.",
        "Practised a conversation in Dutch.",
        "Shorter than planned, but good to see each other.",
    ),
    "line": ("It was nice.", "I understand it better now.", "It was all right.", "A good talk."),
    "reference": ("My study counsellor.", "My tutor of last year."),
    "learn": ("Listening better.", "Explaining in steps."),
    "check_in": (
        "It goes well, they meet every week.",
        "Both content; gave a tip about planning.",
        "A short call, nothing special.",
    ),
    "agreement": ("We say in time when we cannot come.", "We always start with how things are.", ""),
    "nominated": ("Works hard, but gets stuck with planning.", "Came halfway through the year and looks for company."),
    "addition": ("True, I would like that.", "Not on Mondays, please."),
    "handed": ("We called the school social worker together; a first appointment is made.",),
    "talk": ("An open talk, knows what is needed.", "Calm and clear."),
    "places": ("Library", "Study hall", "Canteen", "Room 2.08", "Online"),
}

LONG_GOAL = {
    "nl": (
        "Ik wil leren om mijn schoolwerk zo te verdelen dat ik niet alles in de laatste nacht hoef te doen, en dat ik "
        "op tijd om hulp vraag als ik iets niet snap, ook aan docenten die ik nog niet goed ken, zodat ik aan het eind "
        "van het jaar met een gerust gevoel mijn toetsen kan maken en weet dat ik zelf verder kan met plannen."
    ),
    "en": (
        "I want to learn to spread my school work so that I do not have to do everything in the last night, and to ask "
        "for help in time when I do not understand something, also from teachers whom I do not know well yet, so that "
        "I can take my tests at ease at the end of the year and know that I can go on planning by myself."
    ),
}
WORRY = {
    "nl": (
        "Ze slaapt slecht en eet weinig de laatste weken. Ik weet niet of ik dit kan laten gaan.",
        "Dank je. Ik bel haar morgen zelf.",
    ),
    "en": (
        "She sleeps badly and hardly eats these weeks. I do not know whether I may let this go.",
        "Thank you. I call her tomorrow myself.",
    ),
}


class Texts:
    """Sentences in the language of one college."""

    def __init__(self, locale: str) -> None:
        self.locale = locale
        self._lines = _NL if locale == "nl" else _EN

    def one(self, kind: str, chance: Random) -> str:
        """A sentence of a kind."""
        return chance.choice(self._lines[kind])

    @property
    def long_goal(self) -> str:
        """A goal of three hundred and twenty characters."""
        return LONG_GOAL[self.locale].ljust(320, ".")[:320]

    @property
    def worry(self) -> tuple[str, str]:
        """What worries someone, and the answer to it."""
        return WORRY[self.locale]
