"""Areas, estates, units, contacts, the 派单目录, and the settings of an office.

A setting is looked up from the area upwards: the nearest ancestor's row wins, the
default stands where the setting is registered.
"""
