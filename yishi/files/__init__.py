"""Uploads: known by their content, drawn anew, kept under random names.

A file has no address of its own: the view of the room that owns it decides who
may look and hands it to `views.send`. A photograph belongs to its `owner_ref`
("appeal:7") and is public only after a person released it.
"""
