"""How the shipped data files were made, from name pairs to file, in one command."""
