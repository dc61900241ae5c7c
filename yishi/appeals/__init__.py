"""Appeals (诉求): collected, read by a person, answered, referred or put on an agenda.

Nothing that a resident wrote or photographed is public before a person released its
de-identified text. Every appeal reaches a public answer; the final one follows what
becomes of its day or its issue.
"""
