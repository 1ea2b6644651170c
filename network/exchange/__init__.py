"""Spreadsheets in and out: read → columns → clean → locate → match → diff → plan → apply."""
