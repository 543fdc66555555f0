"""The readers' interface: one module a family of pages; parse, query, render."""
