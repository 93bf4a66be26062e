"""From a company's profile to the names that the templates use."""

from generator.context.context import Context, build_context

__all__ = ["Context", "build_context"]
