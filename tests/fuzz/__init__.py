"""Hostile inputs for every border: whatever comes in, only our own errors leave, and soon.

A class of inputs is one module of this package with two names: `inputs`, a Hypothesis strategy, and `run(given, folder)`,
which gives one input to the program; `folder` is an empty place of its own for the whole class. Whatever `run` raises
but a `GeneratorError`, and whatever takes longer than `SECONDS` (a third name, if the module has it), is a failure.

Where Hypothesis is no help, `inputs` may be a function instead that takes a `random.Random` and yields inputs without
end, and `run` may do without `folder`; it may return a word for what came of the input, which is counted.

The short form runs with the tests (`tests/test_fuzz.py`); the long form is `python -m tests.fuzz --count 10000`.
"""
