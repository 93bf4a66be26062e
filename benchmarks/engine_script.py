"""The engine alone on a folder of profiles: prints the processor seconds that rendering a company's documents takes."""

from __future__ import annotations

import datetime
import sys
import time
from pathlib import Path

from generator.batch.work import TOGETHER
from generator.catalog import DOCUMENTS
from generator.context import build_context
from generator.profile.reading.loading import load_profile
from generator.run.generate import build_request
from generator.run.issue import render_options
from generator.templating.set import TemplateSet


def main(folder: str) -> None:
    """Load everything first, so that only rendering is timed: with the options of `generate`, in the batch's order."""
    templates = TemplateSet()
    compiled = [templates.get(kind)[0] for kind in DOCUMENTS]
    work = []
    for file in sorted(Path(folder).glob("*.yaml")):
        profile = load_profile(file)
        request = build_request(profile, "unused", templates=templates)
        options = [render_options(kind, request, profile, datetime.date(2026, 4, 1)) for kind in DOCUMENTS]
        work.append((build_context(profile), options))
    for _ in range(2):  # the first time is to warm up
        start = time.process_time()
        for first in range(0, len(work), TOGETHER):
            for place, template in enumerate(compiled):
                for context, options in work[first : first + TOGETHER]:
                    template.render_with_report(context, options=options[place])
    sys.stdout.write(f"{(time.process_time() - start) / len(work)}\n")


if __name__ == "__main__":
    main(sys.argv[1])
