"""The page of a certificate, by Typst, in one process that keeps its fonts."""

import json
import pathlib

import typst

from texts import measure

HERE = pathlib.Path(__file__).parent
FONTS = HERE.parent.parent / "crates/app/assets/fonts"
compiler = typst.Compiler(str(HERE / "certificate.typ"), font_paths=[str(FONTS)], ignore_system_fonts=True)


def draw(said, qr):
    inputs = {"said": json.dumps(said), "qr": qr}
    return compiler.compile(format="pdf", sys_inputs=inputs, pdf_standards=["a-2a", "ua-1"])


measure(draw)
