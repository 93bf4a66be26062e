"""Hostile inputs by the thousand: one file for each class, with its `inputs` and what is `run` on each.

`python -m tests.fuzz --count 1000` tries so many of each class; `--only templates` one class; `--seed` another series.
A class lets pass what the product yields and the product's own errors; anything else ends the run with the input.
"""
