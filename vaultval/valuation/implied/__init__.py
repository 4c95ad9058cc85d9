"""What a price takes for granted."""
