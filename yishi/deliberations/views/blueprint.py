"""The desk's blueprint of the room, in a module of its own so that each page can import it."""

from flask import Blueprint

bp = Blueprint("deliberations", __name__)
