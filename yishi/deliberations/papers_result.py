"""The result as text: for the residents' group, and for the county's site."""

from collections.abc import Iterator

from yishi.dates import day_words, short_day
from yishi.deliberations.queries.result import Paragraph, Quote, Result


def group_text(result: Result, telephone: str, url: str | None) -> str:
    """A few lines for a chat group: what came of each matter, who promised what by when."""
    day = result.day
    lines = [f"{short_day(day.starts_at)}{day.title}，结果公布了。"]
    for paragraph in result.paragraphs:
        lines.append(f"{paragraph.heading}：{_first_line(paragraph)}")
        lines += [_said(quote) for quote in paragraph.quotes]
    if url:
        lines.append(f"看每一件办得怎样：{url}")
    if telephone:
        lines.append(f"说得不对、没办到，打 {telephone}。")
    return "\n".join(lines)


def site_text(result: Result, signature: str) -> str:
    """The result as plain text for the county's site, paragraph by paragraph."""
    day = result.day
    lines = [f"{day.title}结果", "", result.opening, ""]
    for paragraph in result.paragraphs:
        lines += [paragraph.heading, paragraph.text]
        lines += [_said(quote) for quote in paragraph.quotes]
        lines += [f"更正 {c.number}：{c.text}" for c in paragraph.corrections]
        lines.append("")
    lines += list(_after(result))
    published = day.published_at
    lines += [signature, day_words(published) if published else ""]
    return "\n".join(lines).strip()


def _after(result: Result) -> Iterator[str]:
    for correction in result.corrections:
        yield f"更正 {correction.number}：{correction.text}"
    if result.objections:
        yield f"核对期内提了 {len(result.objections)} 条异议，都答复了。"
        yield ""


def _first_line(paragraph: Paragraph) -> str:
    return paragraph.text.split("\n", 1)[0]


def _said(quote: Quote) -> str:
    by = f"，{day_words(quote.on)}前" if quote.on else ""
    return f"{quote.who}：“{quote.words.rstrip('。')}”{by}（{quote.number}）"
