"""The knowledge graph: typed nodes, typed edges, each edge with its place."""
