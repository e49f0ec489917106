"""What is shown to the outside: the command line, the HTTP API and the pages."""
