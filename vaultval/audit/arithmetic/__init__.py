"""Arithmetic in running text and cells: its words, its sides, the chains that they make, and what the two sides come to."""
