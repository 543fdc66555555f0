"""The editors' interface, one module per desk."""
