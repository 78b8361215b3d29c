"""A rulebook as data for JavaScript, and as a web page."""
