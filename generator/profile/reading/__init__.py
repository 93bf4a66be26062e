"""From a YAML file to a profile: parsing without surprises, and messages that name line and cause."""
