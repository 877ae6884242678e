"""The figures of a profile as one HTML page that needs nothing else.

    path.write_text(page(profile))

script  |            whole, in bytes allocated             |
        | function          | function | module's own lines |
        | line | line | …   | line |   | line | line | …    |
"""

from __future__ import annotations

from html import escape

from memchunk_host.profile.table import Line, Part, Profile

_STYLE = """
:root { color-scheme: light dark; --page: #fcfcfb; --ink: #16191d; --soft: #5d656f; --grid: #e3e5e8;
  --bar: #0b6bcb; --pale: #cfe2f7; --kept: #c8501e; --box: #ffffff; }
@media (prefers-color-scheme: dark) { :root { --page: #14171a; --ink: #e9ecef; --soft: #9aa3ad; --grid: #2b3036;
  --bar: #5aa9f5; --pale: #1f3a57; --kept: #f08a55; --box: #1b1f23; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 1120px; padding: 36px 24px 64px; background: var(--page); color: var(--ink);
  font: 15px/1.5 system-ui, "Segoe UI", Roboto, "Liberation Sans", sans-serif; }
h1 { font-size: 27px; margin: 0 0 6px; } h2 { font-size: 19px; margin: 40px 0 8px; }
p { margin: 0 0 14px; max-width: 48em; color: var(--soft); }
code, pre, td.source { font-family: ui-monospace, "DejaVu Sans Mono", "Liberation Mono", monospace; font-size: 13px; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th { color: var(--soft); font-weight: 500; font-size: 13px; text-align: right; padding: 2px 10px; }
td { padding: 1px 10px; text-align: right; white-space: nowrap; border-top: 1px solid var(--grid); }
td.source, th.source { text-align: left; white-space: pre; width: 55%; max-width: 0; overflow: hidden;
  text-overflow: ellipsis; }
td.bars { width: 170px; } .soft { color: var(--soft); }
i { display: block; height: 6px; border-radius: 2px; background: var(--bar); margin: 1px 0; }
i.kept { background: var(--kept); }
.key i { display: inline-block; width: 26px; vertical-align: middle; }
svg { display: block; width: 100%; height: auto; margin-bottom: 14px; }
svg rect { stroke: var(--page); stroke-width: 1.5; } svg text { font-size: 12px; fill: var(--ink); }
svg .all { fill: var(--pale); } svg .part { fill: var(--bar); fill-opacity: .55; }
svg .line { fill: var(--bar); fill-opacity: .28; }
"""
_WIDTH, _ROW, _LETTER = 1070, 30, 7.2


def page(profile: Profile) -> str:
    """The whole page."""
    name = escape(profile.script.name)
    kept = f", {profile.increment:,} of them still in use" if profile.increments else ""
    sources = {number: text for number, text in enumerate(profile.script.source, 1)}
    by_size = sorted(profile.lines, key=lambda number: -profile.lines[number].allocated)
    largest = [number for number in by_size if profile.lines[number].allocated > 0][:15]
    body = [
        f"<h1>{name}</h1>",
        f"<p>{profile.total:,} bytes allocated{kept}; at most {profile.peak:,} in use at once.</p>",
        "<h2>By function</h2>",
        "<p>As wide as what its own lines allocated. Below each function, its lines.</p>",
        flame(profile),
        _functions(profile),
        "<h2>Largest lines</h2>",
        _key(profile),
        _lines(profile, largest, sources),
        "<h2>The script</h2>",
        _lines(profile, list(sources), sources),
    ]
    return (
        "<!doctype html>\n<html lang='en'>\n<head>\n<meta charset='utf-8'>\n"
        "<meta name='viewport' content='width=device-width, initial-scale=1'>\n"
        f"<title>{name}: what allocates</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        + "\n".join(body)
        + "\n</body>\n</html>\n"
    )


def flame(profile: Profile) -> str:
    """The script, its functions, their lines, as boxes below each other."""
    parts = [part for part in profile.parts() if part.allocated > 0]
    whole = sum(part.allocated for part in parts)
    boxes = [_box(0, 0, _WIDTH, "all", profile.script.name, f"{whole:,} bytes")]
    left = 0.0
    for part in sorted(parts, key=lambda one: -one.allocated):
        wide = _WIDTH * part.allocated / whole
        name = part.name if part.line else "module"
        boxes.append(_box(left, 1, wide, "part", name, f"{part.allocated:,} bytes in {_times(part.calls, 'call')}"))
        boxes += _line_boxes(profile, part, left, wide)
        left += wide
    if not parts:
        return "<p>Nothing was allocated.</p>"
    height = 3 * _ROW
    return f'<svg viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="by function">{"".join(boxes)}</svg>'


def _line_boxes(profile: Profile, part: Part, left: float, wide: float) -> list[str]:
    share = profile.shares().get(part.line, {})
    lines = {number: line.allocated for number, line in share.items() if line.allocated > 0}
    whole, boxes = sum(lines.values()), []
    for number in sorted(lines, key=lambda one: -lines[one]):
        size = wide * lines[number] / whole
        told = f"{lines[number]:,} bytes: {profile.script.source[number - 1].strip()}"
        boxes.append(_box(left, 2, size, "line", str(number), told))
        left += size
    return boxes


def _box(left: float, row: int, wide: float, css: str, text: str, told: str) -> str:
    room = int((wide - 10) / _LETTER)
    label = f"{text}: {told}" if len(text) + len(told) + 2 <= room else text if len(text) <= room else ""
    y = row * _ROW
    return (
        f'<g><title>{escape(f"{text}: {told}")}</title>'
        f'<rect class="{css}" x="{left:.1f}" y="{y}" width="{wide:.1f}" height="{_ROW}" rx="3"/>'
        f'<text x="{left + 6:.1f}" y="{y + 19}">{escape(label)}</text></g>'
    )


def _functions(profile: Profile) -> str:
    heads = "<tr><th class='source'>function</th><th>calls</th><th>allocated</th><th>a call</th><th>increment</th></tr>"
    rows = []
    for part in sorted(profile.parts(), key=lambda one: -one.allocated):
        if part.calls:
            each = f"{part.allocated / part.calls:,.1f}".removesuffix(".0")
            figures = [f"{part.calls:,}", f"{part.allocated:,}", each, _increment(profile, part.increment)]
            name = part.name if part.line else "module"
            rows.append(_row([f"<td class='source'>{escape(name)}</td>", *(f"<td>{one}</td>" for one in figures)]))
    return f"<table>{heads}{''.join(rows)}</table>"


def _lines(profile: Profile, numbers: list[int], sources: dict[int, str]) -> str:
    largest = max((abs(one) for line in profile.lines.values() for one in (line.allocated, line.increment)), default=0)
    heads = "<tr><th>line</th><th>hits</th><th>allocated</th><th>increment</th><th></th><th class='source'></th></tr>"
    return f"<table>{heads}{''.join(_source(profile, n, sources[n], largest or 1) for n in numbers)}</table>"


def _source(profile: Profile, number: int, text: str, largest: int) -> str:
    line = profile.lines.get(number)
    cells = [f"<td class='soft'>{number}</td>", "<td></td>" * 4]
    if line:
        figures = (f"{line.hits:,}" if line.hits else "", f"{line.allocated:,}", _increment(profile, line.increment))
        cells[1] = "".join(f"<td>{one}</td>" for one in figures) + f"<td class='bars'>{_bars(line, largest)}</td>"
    return _row([*cells, f"<td class='source' title='{escape(text.strip())}'>{escape(text)}</td>"])


def _bars(line: Line, largest: int) -> str:
    pairs = (("", line.allocated), (" class='kept'", line.increment))
    return "".join(f"<i{css} style='width:{100 * size / largest:.2f}%'></i>" for css, size in pairs if size > 0)


def _key(profile: Profile) -> str:
    kept = " <i class='kept'></i> increment: so much more was in use after it" if profile.increments else ""
    return f"<p class='key'><i></i> bytes allocated{kept}</p>"


def _row(cells: list[str]) -> str:
    return f"<tr>{''.join(cells)}</tr>\n"


def _increment(profile: Profile, size: int) -> str:
    return f"{size:,}" if profile.increments else ""


def _times(n: int, what: str) -> str:
    return f"{n:,} {what}" + ("s" if n != 1 else "")
