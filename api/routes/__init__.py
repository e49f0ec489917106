"""The addresses of the service, one concept a file."""
