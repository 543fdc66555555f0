"""Articles and reports as files: our own Markdown with front matter, in and out (decision note 0014)."""
