"""How much of a document is taken in; a scan of a page is about 1 MiB, a photo 2 to 8."""

MOST_BYTES = 10 * 1024 * 1024
MOST_DOCUMENTS = 100  # a case
MOST_PAGES = 100  # a PDF
MOST_OBJECTS = 20_000  # a PDF; a scan of 100 pages has some hundreds
MOST_PIXELS = 64_000_000  # a picture; phones make 12 to 50 million
MOST_NAME = 160

#: What a stranger's file may use up while it is opened, in a process of its own.
MOST_SECONDS = 20
MOST_MEMORY = 1024 * 1024 * 1024
