"""Registers every staff screen."""

from network.admin import accounts, history, organizations, places, reference

__all__ = ["accounts", "history", "organizations", "places", "reference"]
