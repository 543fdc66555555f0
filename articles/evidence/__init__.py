"""References and citations: which sentence leans on which paper, and what is known of it."""
