"""Mermaid charts. Each stands beside a table that says the same."""
