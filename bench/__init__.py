"""The loads of the README's tables: `make bench`."""
