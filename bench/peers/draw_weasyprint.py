"""The page of a certificate, by WeasyPrint, in one process that keeps its fonts."""

import html
import pathlib

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from texts import measure

HERE = pathlib.Path(__file__).parent
PAGE = (HERE / "certificate.html").read_text()
fonts = FontConfiguration()
style = CSS(filename=str(HERE / "certificate.css"), font_config=fonts)


def draw(said, qr):
    page = PAGE
    for name, text in said.items():
        page = page.replace("{{" + name + "}}", html.escape(text))
    page = page.replace("{{qr}}", qr)
    return HTML(string=page).write_pdf(stylesheets=[style], font_config=fonts, pdf_variant="pdf/ua-1")


measure(draw)
