"""What stops an import as a whole; a single bad row is a problem in its report instead."""


class ExchangeError(Exception):
    """A file or an option that can't be used; its text is one sentence for the user."""
