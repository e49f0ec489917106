"""The pages that an official opens: shells (HTML), their words in two languages, and the assets they load."""

from api.pages.shells import missing, router

__all__ = ["missing", "router"]
