"""What Word files from outside may not bring along: kinds of parts, elements that load, field instructions."""
