"""Documents of many companies in one run: from a folder of profiles or a table with a row a company."""
