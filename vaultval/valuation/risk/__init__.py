"""What full value rests on: sensitivity, fragility, simulation."""
