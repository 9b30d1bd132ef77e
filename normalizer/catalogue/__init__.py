"""The browsable catalogue: a gazetteer as a folder of static pages with search in any spelling."""
