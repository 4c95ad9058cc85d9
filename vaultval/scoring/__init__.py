"""From evidence to the strength of narratives."""
