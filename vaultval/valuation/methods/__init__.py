"""Two methods beside each other, and what narratives do to probabilities."""
