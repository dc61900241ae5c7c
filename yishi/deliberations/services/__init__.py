"""What people do to a day, one module a stage: import the module, call the verb."""
