"""HTML, SVG and Markdown for notebooks and pages, without scripts and without a network."""
