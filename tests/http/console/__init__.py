"""The console in a browser, against servers with both databases."""
