"""vaultval: narratives, evidence and options in an Obsidian vault, scored, valued and written back."""

__version__ = "0.1.0"
