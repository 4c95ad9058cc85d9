"""A report's text → what it says of a company → the texts of typed notes, and what could not be read, with its lines."""
