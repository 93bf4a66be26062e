"""Jinja's code generator without the walks over the whole tree that our trees never need."""

from __future__ import annotations

import io
from collections.abc import Iterable
from types import CodeType

from jinja2 import nodes
from jinja2.compiler import CodeGenerator

from generator.word.engine.language.environment import TemplateEnvironment


class _Generator(CodeGenerator):
    """Knows that every filter and test exists, as parsing has checked them against the allow-list."""

    def pull_dependencies(self, nodes: Iterable[nodes.Node]) -> None:
        """Name every filter and test of the environment, whether the tree uses it or not."""
        for known, names, kind in (
            (self.filters, self.environment.filters, "filters"),
            (self.tests, self.environment.tests, "tests"),
        ):
            self.writeline(f"{kind} = environment.{kind}")
            for name in names:
                known[name] = self.temporary_identifier()
                self.writeline(f"{known[name]} = {kind}[{name!r}]")


def compile_tree(env: TemplateEnvironment, tree: nodes.Template, name: str) -> CodeType:
    """Compile the syntax tree of a part; `name` is what its frames are called in tracebacks."""
    source = io.StringIO()
    generator = _Generator(env, name, name, source, optimized=False)
    own = vars(tree)
    own.update(
        find=_find_nothing, find_all=_find_nothing_at_all
    )  # no parents, blocks or imports in our trees
    try:
        generator.visit(tree)
    finally:
        del own["find"], own["find_all"]
    return compile(source.getvalue(), name, "exec")


def _find_nothing(kind: object) -> None:
    return None


def _find_nothing_at_all(kind: object) -> Iterable[nodes.Node]:
    return ()
