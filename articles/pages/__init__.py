"""Pages about ourselves: what they print of the state the site is in."""
