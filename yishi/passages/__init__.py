"""Texts that several people write: the note of an item, a paragraph of the minutes.

Whoever saves says which revision they started from. The same revision: saved. Another
one: nothing is overwritten, both texts are shown and the writer chooses. Every
revision stays. A passage has no address of its own: the room it belongs to shows it.
"""
