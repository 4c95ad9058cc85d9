"""Real options, beside the value."""
