"""Runs under the system's Python, which has `uno`: edits a Word file in LibreOffice and saves it.

Usage: office_script.py SOCKET SOURCE TARGET, with a list of actions as JSON on standard input.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.text.ControlCharacter import PARAGRAPH_BREAK

DECISIONS = {"accept": ".uno:AcceptAllTrackedChanges", "reject": ".uno:RejectAllTrackedChanges"}


def property_value(name: str, value: object) -> Any:
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def connect(pipe: str) -> Any:
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(150):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.2)
    raise SystemExit("LibreOffice did not answer")


def find(document: Any, text: str) -> Any:
    search = document.createSearchDescriptor()
    search.SearchString = text
    found = document.findFirst(search)
    if found is None:
        raise SystemExit(f"not in the document: {text}")
    return found


def paragraph_at(document: Any, text: str) -> Any:
    found = find(document, text)
    cursor = found.Text.createTextCursorByRange(found)
    cursor.gotoStartOfParagraph(False)
    cursor.gotoEndOfParagraph(True)
    return cursor


def act(document: Any, action: str, arguments: list[str]) -> None:
    if action == "type":
        found = find(document, arguments[0])
        found.Text.insertString(found.End, arguments[1], False)
    elif action == "replace":
        find(document, arguments[0]).String = arguments[1]
    elif action == "delete":
        cursor = paragraph_at(document, arguments[0])
        cursor.String = ""
        cursor.goRight(1, True)
        cursor.String = ""
    elif action == "paragraph":
        cursor = paragraph_at(document, arguments[0])
        cursor.collapseToEnd()
        cursor.Text.insertControlCharacter(cursor, PARAGRAPH_BREAK, False)
        cursor.Text.insertString(cursor, arguments[1], False)
    elif action == "bold":
        found = find(document, arguments[0])
        found.CharWeight = found.CharWeightAsian = 150.0
    elif action == "row":
        cell = find(document, arguments[0])
        table, name = cell.TextTable, cell.Cell.CellName
        table.Rows.insertByIndex(int("".join(c for c in name if c.isdigit())), 1)
        row = int("".join(c for c in name if c.isdigit())) + 1
        for column, text in enumerate(arguments[1:]):
            table.getCellByName(f"{chr(65 + column)}{row}").String = text
    elif action == "footnote":
        found = find(document, arguments[0])
        note = document.createInstance("com.sun.star.text.Footnote")
        found.Text.insertTextContent(found.End, note, False)
        note.String = arguments[1]
    else:
        act_on_all(document, action)


def act_on_all(document: Any, action: str) -> None:
    if action == "update index":
        document.DocumentIndexes.getByIndex(0).update()
    elif action == "track":
        document.RecordChanges = True
    elif action == "margin":
        styles = document.StyleFamilies.getByName("PageStyles")
        for number in range(styles.Count):
            styles.getByIndex(number).LeftMargin += 1000
    else:
        raise SystemExit(action)


def main() -> None:
    pipe, source, target = sys.argv[1:4]
    context = connect(pipe)
    desktop = context.ServiceManager.createInstance("com.sun.star.frame.Desktop")
    dispatcher = context.ServiceManager.createInstance("com.sun.star.frame.DispatchHelper")
    hidden = property_value("Hidden", True)
    document = desktop.loadComponentFromURL(Path(source).as_uri(), "_blank", 0, (hidden,))
    for action, *arguments in json.load(sys.stdin):
        if action in DECISIONS:
            frame = document.CurrentController.Frame
            dispatcher.executeDispatch(frame, DECISIONS[action], "", 0, ())
        else:
            act(document, action, arguments)
    document.storeToURL(Path(target).as_uri(), (property_value("FilterName", "MS Word 2007 XML"),))
    document.close(True)


main()
