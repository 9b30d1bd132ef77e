"""One name or many, each resolved for itself."""
