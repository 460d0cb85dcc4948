"""How much of a file is read: disclosures have some dozen pages, and what is beyond these is a mistake or an attack."""

MAX_PAGES = 2000
MAX_BYTES = 512 * 1024 * 1024
MAX_TEXT_BYTES = 32 * 1024 * 1024
MAX_INFLATED_BYTES = 200 * 1024 * 1024  # of all that a file holds compressed, pictures and fonts aside
MAX_XML_BYTES = 64 * 1024 * 1024  # of one part of an office file, unpacked
