"""Writing into notes: planned on text, proven harmless, applied file by file, and undone from a journal."""
