"""Reading places, units and what an office has set."""

from yishi.organizations.queries.directory import (
    categories,
    category,
    contacts_of,
    heads_of,
    unit,
    unit_names,
    units,
    usable_units,
)
from yishi.organizations.queries.offices import (
    Office,
    default_office,
    home_area,
    office,
    register_setting,
    setting,
)
from yishi.organizations.queries.places import (
    area_name,
    area_names,
    area_path,
    children,
    estates,
    offices_below,
    search_areas,
)
from yishi.organizations.queries.reach import find, managed, reaches

__all__ = [
    "Office",
    "area_name",
    "area_names",
    "area_path",
    "categories",
    "category",
    "children",
    "contacts_of",
    "default_office",
    "estates",
    "find",
    "heads_of",
    "home_area",
    "managed",
    "office",
    "offices_below",
    "reaches",
    "register_setting",
    "search_areas",
    "setting",
    "unit",
    "unit_names",
    "units",
    "usable_units",
]
