"""议事日: a day is planned, announced, held, minuted, and its result published.

Before the day: `services.planning`, `agenda`, `inviting`, `announcing`; on it and
after: `services.session`, `minutes`. `services.moving.move` is the one function
that moves a day from state to state, by the table in `rules`.
"""
