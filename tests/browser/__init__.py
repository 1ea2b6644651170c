"""Tests that drive Chromium against a whole installation."""
