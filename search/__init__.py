"""Search over the graph: embed, index, understand a question, retrieve, answer."""
