"""Measuring: interleaved rounds, medians, processor time of this process and of child processes."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent


@dataclass(slots=True)
class Samples:
    """What one thing cost in each round: processor and elapsed seconds, and the largest memory of a process.

    Ratios are made of processor time: it stays comparable on a machine that does other work meanwhile. The
    programs measured have one thread, so that the two are equal on an idle machine (Node has more, and is
    charged for them).
    """

    cpu: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)
    memory: int = 0

    @property
    def seconds(self) -> float:
        """Return the median of the processor time."""
        return statistics.median(self.cpu)

    @property
    def elapsed(self) -> float:
        """Return the median of the elapsed time."""
        return statistics.median(self.wall)

    def add(self, cpu: float, wall: float, memory: int = 0) -> None:
        """Note one round."""
        self.cpu.append(cpu)
        self.wall.append(wall)
        self.memory = max(self.memory, memory)


def measure_calls(calls: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, Samples]:
    """Call each function once in every round, in turn; quick ones several times, for the clock's sake."""
    samples = {name: Samples() for name in calls}
    repeats = {name: _repeats(call) for name, call in calls.items()}
    for _ in range(rounds):
        for name, call in calls.items():
            times = repeats[name]
            cpu, wall = time.process_time(), time.perf_counter()
            for _ in range(times):
                call()
            samples[name].add((time.process_time() - cpu) / times, (time.perf_counter() - wall) / times)
    return samples


def _repeats(call: Callable[[], object]) -> int:
    """Warm a function up and return how often it fits into 100 ms."""
    call()
    start = time.process_time()
    call()
    return max(1, min(30, int(0.1 / max(time.process_time() - start, 1e-6))))


@dataclass(frozen=True, slots=True)
class Command:
    """A command to run as a process, with what it adds to the environment."""

    words: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)


def measure_processes(
    commands: Mapping[str, Command], rounds: int, *, before: Callable[[str], None] | None = None
) -> dict[str, Samples]:
    """Run each command once in every round, in turn, after one round that does not count.

    Args:
        commands: The commands by name.
        rounds: How often each counts.
        before: Prepares the ground for the command of a name; is not measured.

    Raises:
        subprocess.CalledProcessError: A command failed; what it said is in the error.
    """
    samples = {name: Samples() for name in commands}
    for turn in range(rounds + 1):
        for name, command in commands.items():
            if before is not None:
                before(name)
            run_process(command, samples[name] if turn else Samples())
    return samples


def keep_bytecode(folder: Path) -> None:
    """Let all processes keep what Python compiles in a folder, as that of installed programs is kept."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(folder)


# A process starts with the largest memory of the one it was forked from, so that a small one must start it.
_LAUNCHER = """
import os, sys, time
start = time.perf_counter()
child = os.posix_spawn(sys.argv[2], sys.argv[2:], os.environ)
_, status, usage = os.wait4(child, 0)
numbers = usage.ru_utime + usage.ru_stime, time.perf_counter() - start, usage.ru_maxrss
os.write(int(sys.argv[1]), " ".join(map(str, numbers)).encode())
sys.exit(os.waitstatus_to_exitcode(status))
"""


def run_process(command: Command, samples: Samples) -> str:
    """Run a command, add its cost to the samples, and return what it printed."""
    program = shutil.which(command.words[0]) or command.words[0]
    receiver, sender = os.pipe()
    with os.fdopen(receiver, "rb") as numbers:
        try:
            done = subprocess.run(  # noqa: S603 - commands of our own
                [sys.executable, "-I", "-S", "-c", _LAUNCHER, str(sender), program, *command.words[1:]],
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                env={**os.environ, **command.environment},
                cwd=ROOT,
                pass_fds=[sender],
                check=False,
            )
        finally:
            os.close(sender)
        text = done.stdout.decode("utf-8", errors="replace")
        if done.returncode:
            raise subprocess.CalledProcessError(done.returncode, list(command.words), text)
        cpu, wall, memory = numbers.read().split()
    samples.add(float(cpu), float(wall), int(memory) * 1024)
    return text


def peak_memory(call: Callable[[], object]) -> int:
    """Return the most memory Python held during a call beyond what it held before."""
    call()
    tracemalloc.start()
    call()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def machine() -> str:
    """Name the machine: system, processor, cores, memory."""
    name = os.uname()
    processor = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
            if line.startswith("model name")
        ),
        name.machine,
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{name.sysname} {name.release} {name.machine}, {processor}, {os.cpu_count()} cores, {memory:.0f} GB"
    )
