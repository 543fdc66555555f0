"""Template tags: presentation only, no queries, no rules."""
