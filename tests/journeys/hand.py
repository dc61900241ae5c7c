"""A hand on the page that counts: taps on buttons, links and choices, and short texts typed."""

from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page


@dataclass
class Hand:
    """One person at one page; `taps` and `texts` are what a day costs."""

    page: Page
    taps: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def tap(self, name: str, within: Locator | None = None, *, nth: int = 0) -> None:
        """A button or a link by the words on it."""
        self.taps.append(name)
        place: Page | Locator = within or self.page
        button = place.get_by_role("button", name=name)
        link = place.get_by_role("link", name=name)
        button.or_(link).nth(nth).click()

    def choose(self, words: str, within: Locator) -> None:
        """One of several choices, or a tick."""
        self.taps.append(words)
        within.get_by_label(words, exact=True).check()

    def type(self, field_: Locator, words: str) -> None:
        """A short text."""
        self.texts.append(words)
        field_.fill(words)

    def pick(self, field_: Locator, value: str) -> None:
        """A date, an hour or a line of a list: a field, neither a tap nor a text."""
        if field_.evaluate("node => node.tagName") == "SELECT":
            field_.select_option(label=value)
        else:
            field_.fill(value)
