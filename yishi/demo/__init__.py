"""Builds one believable town through the services (SPEC § 17); no room knows this one."""
