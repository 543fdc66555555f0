"""The editors' interface, one module per desk. Importing it registers all of them with `articles.admin.site.desk`."""

from articles.admin import articles, corrections, evidence, pages, people, reports, taxonomy

__all__ = ["articles", "corrections", "evidence", "pages", "people", "reports", "taxonomy"]
