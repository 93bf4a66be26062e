"""The long form: `python -m tests.fuzz --count 10000 [--only CLASS] [--seed N]`."""

from __future__ import annotations

import argparse
import os
import sys
import time

from tests.fuzz.runner import class_names, fuzz, load_class


def main() -> int:
    """Run every class, print what came of it; 1 when something failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--count", type=int, default=1000, help="inputs of each class")
    parser.add_argument(
        "--only", action="append", choices=class_names(), help="only this class; may be repeated"
    )
    parser.add_argument(
        "--seed", type=int, default=int(time.time()), help="the same seed gives the same inputs"
    )
    arguments = parser.parse_args()
    os.environ["POLICYGEN_CACHE"] = "off"
    failed = total = 0
    _say(f"seed {arguments.seed}")
    for name in arguments.only or class_names():
        began = time.perf_counter()
        result = fuzz(load_class(name), arguments.count, start=arguments.seed)
        total += result.count
        failed += bool(result.failure)
        met = ", ".join(f"{number:,} {word}" for word, number in result.met.most_common())
        taken = time.perf_counter() - began
        state = "FAILED" if result.failure else "ok"
        _say(
            f"{name}: {result.count:,} inputs ({met}), slowest {result.slowest:.2f} s, {taken:.0f} s in all: {state}"
        )
        if result.failure:
            _say(result.failure)
    _say(f"total: {total:,} inputs, {failed} classes failed")
    return 1 if failed else 0


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
