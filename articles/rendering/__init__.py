"""Markdown to safe HTML with anchors, contents, citations and plain text; no Django, no database."""
