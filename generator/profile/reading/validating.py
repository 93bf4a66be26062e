"""Checks that a profile can be used as it stands, its pictures included."""

from __future__ import annotations

from pathlib import Path

from generator.profile import CompanyProfile
from generator.profile.reading.loading import load_profile
from generator.profile.reading.pictures import load_pictures


def validate_profile(path: str | Path, *, allow_outside_files: bool = False) -> CompanyProfile:
    """Check a profile and the pictures that it names, as `generate` would before it writes anything.

    Args:
        path: The profile, a YAML or JSON file; pictures are looked for beside it.
        allow_outside_files: Whether a picture may lie outside the folder of the profile.

    Returns:
        The checked profile; `find_knowledge` says what it leaves open.

    Raises:
        ProfileError: The profile cannot be read or does not fit the model (lists every problem with its line), or
            a picture is missing or cannot be used.
    """
    file = Path(path)
    profile = load_profile(file)
    load_pictures(profile, file.parent, str(path), allow_outside=allow_outside_files)
    return profile
