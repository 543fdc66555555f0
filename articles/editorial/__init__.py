"""From working copy to published version: what blocks publication, what a version is, what readers are shown."""
