"""The desk's pages of a day: importing this package registers the routes of each."""

from yishi.deliberations.views.blueprint import bp

__all__ = ["bp"]
