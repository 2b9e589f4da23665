"""The door for granian and gunicorn: `granian --interface wsgi wsgi:application`."""

from maatwerk.app import create_app

application = create_app()
