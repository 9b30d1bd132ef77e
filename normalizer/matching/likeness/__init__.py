"""How alike two spellings are: candidates for a name, and what speaks for and against each."""
