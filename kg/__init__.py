"""From policy texts to a graph: read, lay out, parse, extract, link, store."""
