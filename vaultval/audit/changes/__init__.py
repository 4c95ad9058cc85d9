"""Changes that are told beside their two amounts: by an arrow, in words, as a rate a year, in a diagram."""
