"""What the author did not link: mentions of names, and signals that no narrative claims."""
