"""What lies in `.policygen`: the manifest of the last run, what it recorded of each document, renamed documents."""
