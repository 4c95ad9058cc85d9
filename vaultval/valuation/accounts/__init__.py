"""Frameworks, financial statements, cash and calculations: what the tables of a company come to."""
