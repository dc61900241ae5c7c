"""Audit trail and timelines: two insert-only tables that every service writes.

The audit answers "who changed what, from where"; it holds no contact and no
unreleased text in clear. A timeline tells the story of one thing to those who
may read it; its public entries are shown to everybody.
"""
