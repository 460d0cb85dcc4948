"""How much of a file is read: disclosures have a few dozen pages, and what exceeds these bounds is a mistake or an
attack."""

MAX_PAGES = 2000
MAX_SIDE = 14_400.0  # points of a page that is drawn: what PDF allows
MAX_PIXELS = 16_000_000  # of one drawn page: two sheets of A4 at 200 dots an inch have half as many
MAX_BYTES = 512 * 1024 * 1024
MAX_TEXT_BYTES = 32 * 1024 * 1024
MAX_LINES = 20_000  # of text outside tables, in a file without pages: some five hundred pages
MAX_INFLATED_BYTES = 200 * 1024 * 1024  # of all that a file holds compressed, pictures and fonts aside
MAX_MEMBERS = 10_000  # of a ZIP archive that is read as a folder
MAX_DIRECTORY_BYTES = 8 * 1024 * 1024  # of such an archive, where it says what is in it
MAX_MEMBER_BYTES = 200 * 1024 * 1024  # of one file in it, unpacked
MAX_UNPACKED_BYTES = 4 * 1024**3  # of all of them
MAX_PACKING = 200  # times a file may be smaller in an archive than unpacked; PDF and text come to a tenth of that
MAX_INNER_BYTES = 64 * 1024 * 1024  # of an archive in an archive, held while it is read
MAX_ARCHIVES_DEEP = 3  # archives in archives
MAX_XML_BYTES = 64 * 1024 * 1024  # of one part of an office file, unpacked
