"""What somebody would write instead: fill the templates of a folder with docxtpl, from a file of ready values.

Usage: python docxtpl_script.py VALUES.json OUTPUT TEMPLATE…
"""

import json
import sys
from pathlib import Path

from docxtpl import DocxTemplate
from jinja2 import Environment


def main(values: str, output: str, *templates: str) -> None:
    """Fill each template."""
    context = json.loads(Path(values).read_text(encoding="utf-8"))
    environment = Environment(autoescape=True)
    environment.tests["placeholder"] = lambda value: False
    for template in templates:
        document = DocxTemplate(template)
        document.render(context, environment)
        document.save(str(Path(output, Path(template).name)))


if __name__ == "__main__":
    main(*sys.argv[1:])
