"""The gazetteer's files: reading them, checking them, and where the curated ones lie."""
