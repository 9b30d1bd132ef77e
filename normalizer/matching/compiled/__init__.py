"""The compiled gazetteer: made, kept in files, opened."""
