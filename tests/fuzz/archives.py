"""Archives changed byte by byte and header by header: read as a template, or refused with an error of ours."""

from __future__ import annotations

import random
import struct
from collections.abc import Iterator

from generator.errors import GeneratorError
from generator.word.engine.compile.building import compile_template
from generator.word.file.reading import read_word_file
from tests.builders import p, template

_NUMBERS = (0, 1, 2, 8, 9, 99, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF)


def inputs(rng: random.Random) -> Iterator[bytes]:
    """Yield archives without end."""
    sound = template(p("{{ s }}"), header=p("x"))
    spots = [at for at in range(len(sound) - 4) if sound[at : at + 2] == b"PK"]
    while True:
        data = bytearray(sound)
        for _ in range(rng.choice((1, 1, 2, 5))):
            kind = rng.randrange(6)
            at = rng.randrange(len(data)) if data else 0
            if kind == 0:
                data[at : at + 1] = bytes([rng.randrange(256)])
            elif kind == 1:
                spot = rng.choice(spots) + rng.randrange(4, 46)
                data[spot : spot + 4] = struct.pack("<L", rng.choice(_NUMBERS))
            elif kind == 2:
                spot = rng.choice(spots) + rng.randrange(4, 46)
                data[spot : spot + 2] = struct.pack("<H", rng.choice(_NUMBERS) & 0xFFFF)
            elif kind == 3:
                del data[at:]
            elif kind == 4:
                data[at:at] = bytes(data[rng.choice(spots) :][: rng.randrange(400)])
            else:
                data[at : at + 4] = rng.choice(
                    (
                        b"PK\x03\x04",
                        b"PK\x01\x02",
                        b"PK\x05\x06",
                        b"/../",
                        b"%2e%",
                        b"\\a:b",
                        b"\x00\x00\x00\x00",
                    )
                )
        yield bytes(data)


def run(data: bytes) -> str:
    """Read and compile; say what came of it."""
    try:
        read_word_file(data)
        compile_template(data).render({"s": "値"})
    except GeneratorError:
        return "refused"
    return "rendered"
