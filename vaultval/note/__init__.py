"""One note's text, and what it says. Knows Markdown and Obsidian; no finance, no files."""
