"""Maatwerk: the platform on which organisations run mentoring.

One person's journey, and the room each step lives in:
an organisation opens its own tenant (opening, tenancy) and switches on a programme (programme);
a young person is nominated or applies, talks with someone and says yes (intake);
a parent consents and permits where age asks for it (people);
a supporter applies, is trained and certified (intake, training);
the two are proposed to each other with reasons, and both say yes (matching);
they start together, agree, meet, log, look back and say farewell (trajectory);
someone sees each day what waits for her (today), and a worry has its own door (safeguarding);
letters go out once (correspondence), in the reader's words (language, interface);
and who may see what is decided in one place (access).
"""
