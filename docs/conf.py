"""How the documentation is built: `make docs`."""

project = "Maatwerk"
author = "the Maatwerk developers"
extensions = ["myst_parser"]
html_theme = "furo"
html_title = "Maatwerk"
language = "en"
exclude_patterns = [".doctrees"]
myst_enable_extensions = ["colon_fence", "deflist"]
suppress_warnings = ["myst.xref_missing"]
