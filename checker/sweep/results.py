"""What comes of a sweep: a line for each job, the same as a table, and a page that sums it up."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack

from checker.report import Json
from checker.sweep import table as tables
from checker.sweep.answers import head_of, line_of, unpacked_body
from checker.sweep.families import families_of
from checker.sweep.figures import Figures
from checker.sweep.folder import RESULTS, SUMMARY, TABLE, Folder
from checker.sweep.jobs import JobTable
from checker.sweep.result import result_of
from checker.sweep.summary import page


def write_results(folder: Folder, jobs: JobTable, about: dict[str, Json]) -> tuple[str, ...]:
    """Write everything into ``folder``; the names of files for which a package is not installed."""
    figures, without = Figures(), () if tables.is_available() else (TABLE,)
    with ExitStack() as held:
        file = held.enter_context(folder.replaced(RESULTS))
        rows = None
        if not without:
            rows = held.enter_context(tables.writing(held.enter_context(folder.replaced(TABLE))))
        for line in _lines(folder, jobs):
            file.write(line)
            result = result_of(line)
            figures.add(result)
            if rows is not None:
                rows.add(result)
    with folder.replaced(SUMMARY) as summary:
        summary.write(page(about, figures).encode("utf-8"))
    return without


def _lines(folder: Folder, jobs: JobTable) -> Iterator[bytes]:
    """The lines of the results, in the order of the input."""
    family_of = families_of(jobs.fingerprints(), folder.path)
    for job, repeats in jobs.written():
        body = unpacked_body(job.body)
        domain = str(head_of(body).get("domain"))
        front: dict[str, Json] = {
            "line": job.line,
            "repeats": [*repeats],
            "id": json.loads(job.tag),
            "family": family_of.get(domain),
        }
        yield line_of(front, body)
