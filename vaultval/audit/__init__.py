"""The arithmetic that notes state, recomputed; and the same fact told differently."""
