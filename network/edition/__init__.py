"""The edition engine: one published, immutable state of the whole public network."""
