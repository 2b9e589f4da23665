"""The door for granian and gunicorn: `granian --interface wsgi wsgi:application`."""

import os

from maatwerk.app import create_app
from maatwerk.ground.settings import from_environment

application = create_app(from_environment(os.environ))
