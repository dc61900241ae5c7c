"""The desk's pages of appeals: importing this package registers the routes of each."""

from yishi.appeals.views import deciding, entering, importing, register, triage, voiding
from yishi.appeals.views.blueprint import bp

__all__ = ["bp", "deciding", "entering", "importing", "register", "triage", "voiding"]
