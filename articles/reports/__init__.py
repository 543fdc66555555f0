"""The library of industry reports and whitepapers."""
