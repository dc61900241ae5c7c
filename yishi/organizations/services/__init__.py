"""Changing places, units, the catalogue and settings; every change is audited."""

from yishi.organizations.services.areas import ImportReport, create_area, import_areas
from yishi.organizations.services.categories import change_category, create_category
from yishi.organizations.services.places import change_estate, create_estate
from yishi.organizations.services.settings import choose_home, reset, set_setting, set_settings
from yishi.organizations.services.units import (
    add_contact,
    change_contact,
    change_unit,
    contact_left,
    create_unit,
    dissolve_unit,
)

__all__ = [
    "ImportReport",
    "add_contact",
    "change_category",
    "change_contact",
    "change_estate",
    "change_unit",
    "choose_home",
    "contact_left",
    "create_area",
    "create_category",
    "create_estate",
    "create_unit",
    "dissolve_unit",
    "import_areas",
    "reset",
    "set_setting",
    "set_settings",
]
