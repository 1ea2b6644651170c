"""Registers every staff screen."""

from network.admin import accounts, history, organizations, places, reference, reports

__all__ = ["accounts", "history", "organizations", "places", "reference", "reports"]
