"""How it looks: tokens, components, charts, forms and static files; knows no subject."""
