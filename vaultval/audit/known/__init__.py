"""Figures whose formula everybody knows: the cost of equity, what a report counts of itself, the points of its labels."""
