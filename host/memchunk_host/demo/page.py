"""report.html: the report as one page that needs nothing else.

    path.write_text(page(report, results))
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from memchunk_host.demo import pictures
from memchunk_host.demo.bounds import ARTICLE_BYTES, BYTES_PER_ROW
from memchunk_host.demo.streaming import Result

_STYLE = """
:root { color-scheme: light dark; --page: #fcfcfb; --ink: #16191d; --soft: #5d656f; --grid: #e3e5e8;
  --ours: #0b6bcb; --other: #9aa3ad; --saw: #c8501e; --c1: #0b6bcb; --c2: #c8501e; --c3: #2a8a4a; }
@media (prefers-color-scheme: dark) { :root { --page: #14171a; --ink: #e9ecef; --soft: #9aa3ad;
  --grid: #2b3036; --ours: #5aa9f5; --other: #6d7680; --saw: #f08a55; --c1: #5aa9f5; --c2: #f08a55;
  --c3: #62c386; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 1020px; padding: 40px 24px 64px; background: var(--page); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif; }
h1 { font-size: 30px; line-height: 1.2; margin: 0 0 8px; }
h2 { font-size: 21px; margin: 52px 0 6px; }
p { margin: 0 0 16px; max-width: 46em; }
.soft { color: var(--soft); } .below { margin-top: 12px; }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(190px, 1fr)); gap: 20px;
  margin: 28px 0 0; }
.facts div { border-top: 2px solid var(--ours); padding-top: 8px; color: var(--soft); font-size: 14px; }
.facts b { display: block; font-size: 28px; line-height: 1.2; color: var(--ink); font-weight: 600; }
.panels { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(420px, 100%), 1fr));
  gap: 28px 32px; }
figure { margin: 8px 0 0; }
figcaption { font-weight: 600; font-size: 15px; margin-bottom: 8px; }
svg { display: block; width: 100%; height: auto; overflow: visible; }
svg text { fill: var(--soft); font-size: 12px; }
svg .end { text-anchor: end; } svg .middle { text-anchor: middle; }
svg .label { font-weight: 600; }
svg line.grid { stroke: var(--grid); } svg line.axis { stroke: var(--soft); }
svg polyline { fill: none; stroke-linejoin: round; stroke-linecap: round; }
svg .sent { stroke-width: 6; stroke-opacity: .28; } svg .came { stroke-width: 1.3; }
svg polyline.c1 { stroke: var(--c1); } svg polyline.c2 { stroke: var(--c2); }
svg polyline.c3 { stroke: var(--c3); }
svg text.c1 { fill: var(--c1); } svg text.c2 { fill: var(--c2); } svg text.c3 { fill: var(--c3); }
svg rect.other { fill: var(--other); } svg rect.ours { fill: var(--ours); }
svg .bar-name, svg .bar-value { font-size: 13px; } svg text.ours { fill: var(--ink); font-weight: 600; }
svg polyline.ours-line { stroke: var(--ours); stroke-width: 2.5; } svg text.ours-line { fill: var(--ours); }
svg polyline.other-line { stroke: var(--saw); stroke-width: 1.5; } svg text.other-line { fill: var(--saw); }
.key { display: inline-block; width: 34px; vertical-align: middle; border-radius: 3px;
  background: var(--c1); }
.key.sent { height: 6px; opacity: .28; } .key.came { height: 2px; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: 14px; font-variant-numeric: tabular-nums; width: 100%; }
th, td { padding: 6px 10px; text-align: right; border-bottom: 1px solid var(--grid); white-space: nowrap; }
th { color: var(--soft); font-weight: 500; vertical-align: bottom; }
th:first-child, td:first-child { text-align: left; padding-left: 0; }
"""


def page(report: dict[str, Any], results: Sequence[Result], failures: Sequence[str]) -> str:
    """The whole page."""
    samples = sum(stream["rows"] * stream["channels"] for stream in report["streams"])
    exact = all(stream["exact"] for stream in report["streams"])
    usual, article = report["usual_way"], report["article"]
    body = [
        "<h1>Four real recordings through a heap of 64 KB</h1>",
        "<p class='soft'>Each went through <code>examples/stream.py</code> on MicroPython, chunk by chunk,"
        " over a pipe, and was decoded on this machine while it came. Every figure was measured in this"
        " run.</p>",
        _said(failures),
        _facts(report, samples, exact),
        "<h2>What arrived is what was sent</h2>",
        "<p>The liveliest stretch of each stream. <span class='key sent'></span> is the recording,"
        " <span class='key came'></span> is what was decoded"
        f"{f': the same in all {samples:,} samples.' if exact else ', and they are not the same.'}</p>",
        f"<div class='panels'>{pictures.signals(results)}</div>",
        "<h2>Bytes a row</h2>",
        "<p>Whole recordings: everything on the wire with frames, check sums and descriptors, against the"
        " bare rows as JSON objects by channel name, as CSV, and as the sensor gave them.</p>",
        f"<div class='panels'>{pictures.sizes(report['streams'])}</div>",
        "<h2>Free heap after each chunk</h2>",
        "<p>The same frames from the same rows. memchunk took all it needs before the first one and then"
        f" nothing. The usual way, with struct, lists and bytes, leaves {usual['alloc_per_chunk']:,} bytes of"
        f" garbage a chunk and made the collector run in {usual['collections']:,} of"
        f" {usual['chunks']:,} chunks. The code of both is in the heap, too, and in a 64-bit interpreter"
        " everything takes about twice what it takes on a Pico.</p>",
        pictures.heap(report),
        "<h2>All figures</h2>",
        _table(report["streams"]),
        _saturated(report["streams"]),
        "<h2>A program that ignores memory limits</h2>",
        f"<p><code>'sensor_data' * 10000</code>, then <code>.encode('utf-8')</code>:"
        f" {escape(article['naive'])} in this heap. The same {ARTICLE_BYTES:,} characters with memchunk,"
        f" chunk by chunk: {article['memchunk_bytes']:,} bytes processed, memory increment"
        f" {article['memchunk_increment']} bytes.</p>",
    ]
    return (
        "<!doctype html>\n<html lang='en'>\n<head>\n<meta charset='utf-8'>\n"
        "<meta name='viewport' content='width=device-width, initial-scale=1'>\n"
        f"<title>memchunk demo</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        + "\n".join(body)
        + "\n</body>\n</html>\n"
    )


def _said(failures: Sequence[str]) -> str:
    if not failures:
        return ""
    return "<p><b>Not as it must be:</b><br>" + "<br>".join(escape(line) for line in failures) + "</p>"


def _facts(report: dict[str, Any], samples: int, exact: bool) -> str:
    streams = report["streams"]
    allocated = max(stream["alloc_per_chunk"] for stream in streams)
    footprint = max(stream["footprint_measured"] for stream in streams)
    facts = [
        (f"{samples:,}", "samples, " + ("every one of them exact" if exact else "NOT all of them exact")),
        (f"{allocated:g} B", "allocated per chunk, over all chunks"),
        (f"{sum(stream['collections'] for stream in streams)}", "garbage collections"),
        (f"{footprint:,} B", "of heap for the largest pipeline, known before it runs"),
    ]
    return "<div class='facts'>" + "".join(f"<div><b>{big}</b>{text}</div>" for big, text in facts) + "</div>"


def _table(streams: Sequence[dict[str, Any]]) -> str:
    heads = ["stream", "rows", "channels", "raw, B", "wire, B", "B/row", "at most", "lost", "bad"]
    heads += ["footprint, B", "foretold, B", "rows/s"]
    lines = ["<tr>" + "".join(f"<th>{head}</th>" for head in heads) + "</tr>"]
    for one in streams:
        cells = [one["name"], *(f"{one[key]:,}" for key in ("rows", "channels", "raw_bytes", "wire_bytes"))]
        cells += [f"{one['bytes_per_row']:.3f}", f"{BYTES_PER_ROW.get(one['name'], float('nan')):g}"]
        cells += [f"{one[key]:,}" for key in ("lost", "bad", "footprint_measured", "footprint_predicted")]
        cells.append(f"{one['rows_per_s']:,}")
        lines.append("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
    return "<div class='wide'><table>" + "\n".join(lines) + "</table></div>"


def _saturated(streams: Sequence[dict[str, Any]]) -> str:
    cut = [f"{one['name']}: {one['saturated_rows']:,}" for one in streams if one["saturated_rows"]]
    if not cut:
        return ""
    listed = ", ".join(cut)
    return f"<p class='soft below'>Rows beyond the range of int16, cut before they were sent: {listed}.</p>"
