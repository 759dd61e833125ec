"""Run by the system's Python with UNO: opens a workbook in LibreOffice and lets it sum every column of every sheet.

    python3 sum_in_libreoffice.py FILE PIPE

Prints JSON: sheet name -> list of [heading, sum, rows], summed by LibreOffice's own SUM.
"""

import contextlib
import json
import sys
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue


def connected(pipe):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(240):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:
            time.sleep(0.25)
    raise SystemExit("LibreOffice did not start")


def main(file, pipe):
    context = connected(pipe)
    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    hidden = PropertyValue("Hidden", 0, True, 0)
    book = desktop.loadComponentFromURL(Path(file).absolute().as_uri(), "_blank", 0, (hidden,))
    functions = context.ServiceManager.createInstance("com.sun.star.sheet.FunctionAccess")
    out = {}
    for sheet in book.Sheets:
        cursor = sheet.createCursor()
        cursor.gotoEndOfUsedArea(False)
        last, rows = cursor.RangeAddress.EndColumn, cursor.RangeAddress.EndRow
        out[sheet.Name] = [
            [
                sheet.getCellByPosition(c, 0).String,
                functions.callFunction("SUM", (sheet.getCellRangeByPosition(c, 1, c, max(rows, 1)),)),
                rows,
            ]
            for c in range(last + 1)
        ]
    book.close(True)
    print(json.dumps(out, ensure_ascii=False))
    with contextlib.suppress(Exception):  # the connection ends with it
        desktop.terminate()


main(*sys.argv[1:])
