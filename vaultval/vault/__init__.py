"""Files on disk, read as notes, with their names and links."""
