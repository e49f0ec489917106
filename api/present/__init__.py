"""From records of the graph to the shapes that the service shows (呈现), one concept a file."""
