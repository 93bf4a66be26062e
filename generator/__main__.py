"""Lets `python -m generator` do what `policygen` does."""

import sys

from generator.cli import main

if __name__ == "__main__":
    sys.exit(main())
