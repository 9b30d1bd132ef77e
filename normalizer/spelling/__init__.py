"""How names are spelled: folding, romanisation and keys. Knows nothing of gazetteers."""
