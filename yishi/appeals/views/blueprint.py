"""The blueprint of the desk's pages, and who may read or decide."""

from flask import Blueprint

from yishi.accounts.rules import Role

bp = Blueprint("appeals", __name__)

READERS = (Role.ORGANIZER, Role.LEADER, Role.SUPERVISOR)
OFFICE = (Role.ORGANIZER, Role.LEADER)  # they read the resident's own words
WRITERS = (Role.ORGANIZER, Role.GRID_WORKER)  # they write down for others
