"""What a certificate says, and how fast a program draws it: shared by the peers."""

import json
import sys
import time

MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()


def day(text):
    year, month, number = text.split("-")
    return f"{int(number)} {MONTHS[int(month) - 1]} {year}"


def texts(sheet):
    """The texts of the page, as Forprev words them."""
    return {
        "number": sheet["certificate_number"],
        "scheme": f"{sheet['dispositif_label']} ({sheet['dispositif_code']}) · Niveau {sheet['level']}",
        "label": sheet["certificate_label"],
        "holder": f"{sheet['first_name']} {sheet['last_name']}",
        "birth": f"Date de naissance : {day(sheet['birth_date'])}",
        "kind": "Formation initiale",
        "dates": f"Du {day(sheet['starts_on'])} au {day(sheet['ends_on'])}",
        "validity": f"Du {day(sheet['valid_from'])} au {day(sheet['valid_until'])}",
        "place": sheet["place"],
        "organisation": sheet["organisation_name"],
        "habilitation": f"Habilitation n° {sheet['habilitation_number']}",
        "trainer": sheet["formateur_name"],
        "generated": f"{sheet['generated_by']}, le {day(sheet['generated_on'])}",
        "address": sheet["verification_url"],
        "target": f"{sheet['verification_url']}#{sheet['signed_code']}",
    }


def measure(draw):
    """Draws every sheet of the standard input, the first one untimed, and prints the speed as JSON.

    The time is the processor's, of all threads: a busy machine changes little, and no core is used for nothing.
    """
    lines = [json.loads(line) for line in sys.stdin]
    pages = [(texts(line["sheet"]), line["qr"]) for line in lines]
    size = len(draw(*pages[0]))
    if len(sys.argv) > 1:
        with open(sys.argv[1], "wb") as file:
            file.write(draw(*pages[0]))
    began = time.process_time()
    for page in pages[1:]:
        draw(*page)
    seconds = time.process_time() - began
    print(json.dumps({"documents_per_second": (len(pages) - 1) / seconds, "bytes": size}))
