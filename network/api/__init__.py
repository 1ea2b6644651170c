"""The public interface in JSON: parse, query, respond."""
