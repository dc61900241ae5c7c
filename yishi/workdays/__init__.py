"""Working days and hours: the heart of every deadline.

`rules` counts, purely; `queries.calendar(area_code)` hands it the published days
(chinesecalendar) with the office's overrides and hours. 为什么是这一天 is drawn
from `Calendar.explain`.
"""
