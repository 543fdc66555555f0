"""The type of HTML that may be printed without escaping. Only this package makes values of it."""


class SafeHtml(str):
    """HTML that went through `sanitize_html`; templates print it as it is, because it answers `__html__`."""

    __slots__ = ()

    def __html__(self) -> "SafeHtml":
        return self
