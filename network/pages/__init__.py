"""The public pages: a checked query, what it finds, and how it is shown."""
