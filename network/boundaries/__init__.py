"""The districts' boundaries: read from a file that the user names, never shipped."""
