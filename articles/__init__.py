"""The domain of the newsroom: what is written, checked, published and corrected."""
