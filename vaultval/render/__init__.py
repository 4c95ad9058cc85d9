"""From results to Markdown, Mermaid, terminal and JSON. The only room that rounds."""
