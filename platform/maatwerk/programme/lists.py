"""Words that every programme can use: interests, languages, subjects, parts of the week, themes, competencies."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from maatwerk.programme.roles import Choice

INTERESTS = (
    Choice("football", _("Football")),
    Choice("gaming", _("Gaming")),
    Choice("music", _("Making music")),
    Choice("fitness", _("Fitness")),
    Choice("cooking", _("Cooking")),
    Choice("dancing", _("Dancing")),
    Choice("drawing", _("Drawing")),
    Choice("cars", _("Cars and scooters")),
    Choice("animals", _("Animals")),
    Choice("fashion", _("Fashion")),
    Choice("martial_arts", _("Martial arts")),
    Choice("skating", _("Skating")),
    Choice("sailing", _("Sailing")),
    Choice("carnival", _("Carnival and brass band")),
    Choice("programming", _("Programming")),
    Choice("reading", _("Reading")),
    Choice("films", _("Films and series")),
    Choice("cycling", _("Cycling and walking")),
    Choice("crafts", _("Making things")),
    Choice("helping", _("Helping people")),
)

LANGUAGES = (
    Choice("nl", _("Dutch")),
    Choice("en", _("English")),
    Choice("fy", _("Frisian")),
    Choice("ar", _("Arabic")),
    Choice("de", _("German")),
    Choice("fr", _("French")),
    Choice("pap", _("Papiamento")),
    Choice("pl", _("Polish")),
    Choice("es", _("Spanish")),
    Choice("so", _("Somali")),
    Choice("ti", _("Tigrinya")),
    Choice("tr", _("Turkish")),
    Choice("uk", _("Ukrainian")),
    Choice("zgh", _("Berber")),
    Choice("sign", _("Dutch sign language")),
)

SUBJECTS = (
    Choice("dutch", _("Dutch, reading and writing")),
    Choice("english", _("English")),
    Choice("maths", _("Maths and arithmetic")),
    Choice("second_language", _("Dutch as a new language")),
    Choice("planning", _("Planning and learning to learn")),
    Choice("citizenship", _("Citizenship")),
    Choice("computers", _("Computers and office programs")),
    Choice("programming", _("Programming")),
    Choice("anatomy", _("Anatomy and care")),
    Choice("bookkeeping", _("Bookkeeping")),
    Choice("science", _("Physics and chemistry")),
    Choice("drawing", _("Technical drawing")),
    Choice("theory", _("Theory of my course")),
    Choice("reports", _("Reports and presentations")),
)

WEEKDAYS = (
    Choice("1", _("Monday")),
    Choice("2", _("Tuesday")),
    Choice("3", _("Wednesday")),
    Choice("4", _("Thursday")),
    Choice("5", _("Friday")),
    Choice("6", _("Saturday")),
    Choice("7", _("Sunday")),
)

PARTS = (
    Choice("morning", _("morning")),
    Choice("afternoon", _("afternoon")),
    Choice("evening", _("evening")),
)

# What questions are about (requirement 18): choosing, internship, first job, planning, who I am; and more.
THEMES = (
    Choice("planning", _("Planning and learning")),
    Choice("confidence", _("Believing in myself")),
    Choice("course_choice", _("Is this course right for me?")),
    Choice("internship", _("Finding an internship")),
    Choice("belonging", _("Friends and feeling at home")),
    Choice("language", _("Language")),
    Choice("home", _("Home and money")),
    Choice("first_job", _("A first job")),
    Choice("identity", _("Who I am and who I want to be")),
)

# When somebody beside you matters most (requirement 20); doubt is also how a teacher signals it (requirement 21).
MOMENTS = (
    Choice("start", _("Just started here")),
    Choice("doubt", _("Doubts about the course, or not in the right place")),
    Choice("internship", _("Looking for an internship, or about to begin one")),
    Choice("transfer", _("Going to another level, course or school")),
    Choice("diploma", _("Almost a diploma")),
)

# What a programme may be for (requirement 19), in words that a young person may read as well.
AIMS = (
    Choice("staying", _("Staying at school until the diploma")),
    Choice("growing", _("Growing as a person")),
    Choice("confidence", _("Believing in yourself")),
    Choice("choosing", _("Choosing a course or a job")),
    Choice("talent", _("Finding out what you are good at")),
    Choice("in_view", _("Nobody drops out of sight")),
)

# What a look back asks after beside the bond: harder and softer, each as the programme chooses (requirement 17).
OUTCOMES = (
    Choice("school", _("School: results and planning")),
    Choice("person", _("The person: who I am and what I can do")),
)

# The five career competencies (requirement 14).
COMPETENCIES = (
    Choice("motives", _("What drives me")),
    Choice("qualities", _("What I am good at")),
    Choice("exploring_work", _("Which work suits me")),
    Choice("steering", _("Steering my own way")),
    Choice("networking", _("Knowing people who can help")),
)

# What a selection talk scores, and on which scale: 1 to 4 (requirement 25).
RUBRIC_SCALE = (
    Choice("1", _("Not seen")),
    Choice("2", _("A little")),
    Choice("3", _("Good")),
    Choice("4", _("Strong")),
)
RUBRIC = (
    Choice("listening", _("Listening")),
    Choice("empathy", _("Putting oneself in another's place")),
    Choice("boundaries", _("Setting boundaries")),
    Choice("solutions", _("Looking for what works")),
    Choice("structure", _("Bringing structure")),
    Choice("expertise", _("Own experience and expertise")),
)

MEETING_TOPICS = (
    Choice("homework", _("School work")),
    Choice("planning", _("Planning")),
    Choice("internship", _("Internship")),
    Choice("course_choice", _("Course and choices")),
    Choice("confidence", _("Believing in myself")),
    Choice("friends", _("Friends and feeling at home")),
    Choice("future", _("Later")),
    Choice("home", _("Home")),
    Choice("outing", _("Doing something together")),
)

ACTIVITIES = (
    Choice("talk", _("Talk together")),
    Choice("homework", _("Do school work together")),
    Choice("plan", _("Make a planning")),
    Choice("walk", _("Walk or do sports")),
    Choice("visit", _("Visit a company or school")),
    Choice("practise", _("Practise an interview or a talk")),
    Choice("outing", _("Do something fun")),
)
