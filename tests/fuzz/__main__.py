"""Run the classes of hostile inputs from the command line and count what came of them."""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import random
import sys
import time
import traceback
from collections import Counter
from pathlib import Path
from types import ModuleType

import tests.fuzz


def classes() -> dict[str, ModuleType]:
    """Return the modules of all classes by name."""
    names = sorted(found.name for found in pkgutil.iter_modules(tests.fuzz.__path__) if found.name[0] != "_")
    return {name: importlib.import_module(f"tests.fuzz.{name}") for name in names}


def try_class(
    name: str, module: ModuleType, count: int, seed: int, keep: Path | None
) -> tuple[Counter[str], int]:
    """Run so many inputs of a class; return what came of them and how many broke the rule."""
    met: Counter[str] = Counter()
    broken = 0
    slowest = 0.0
    begun = time.monotonic()
    for number, data in zip(range(count), module.inputs(random.Random(f"{name} {seed}")), strict=False):
        start = time.process_time()
        try:
            met[module.run(data)] += 1
        except Exception:  # noqa: BLE001 - the very thing that is looked for
            broken += 1
            sys.stderr.write(f"{name} {seed}/{number}: {repr(data)[:300]}\n{traceback.format_exc()}\n")
            if keep is not None:
                content = data if isinstance(data, bytes) else repr(data).encode("utf-8", "surrogatepass")
                (keep / f"{name}-{seed}-{number}.bin").write_bytes(content)
        slowest = max(slowest, time.process_time() - start)
    told = "、".join(f"{what} {times}" for what, times in met.most_common())
    sys.stdout.write(
        f"{name}: {sum(met.values()) + broken} inputs, {broken} broken, slowest {slowest:.2f} s, "
        f"{time.monotonic() - begun:.0f} s in all: {told}\n"
    )
    sys.stdout.flush()
    return met, broken


def main() -> int:
    """Parse the command line and run."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("--count", type=int, default=200, help="inputs of each class")
    parser.add_argument("--only", action="append", help="this class alone; may be given again")
    parser.add_argument("--seed", type=int, default=0, help="another series of inputs")
    parser.add_argument("--keep", type=Path, help="folder for inputs that broke the rule")
    wishes = parser.parse_args()
    chosen = {name: module for name, module in classes().items() if not wishes.only or name in wishes.only}
    results = [
        try_class(name, module, wishes.count, wishes.seed, wishes.keep) for name, module in chosen.items()
    ]
    sys.stdout.write(f"total: {sum(sum(met.values()) + broken for met, broken in results)} inputs\n")
    return 1 if any(broken for _, broken in results) or not chosen else 0


if __name__ == "__main__":
    sys.exit(main())
