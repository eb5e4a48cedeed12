"""How much of a document this system can bear; a county allows less (`document_limits`)."""

MOST_BYTES = 10 * 1024 * 1024
MOST_PAGES = 100  # a PDF
MOST_OBJECTS = 20_000  # a PDF; a scan of 100 pages has some hundreds
MOST_PIXELS = 64_000_000  # a picture; phones make 12 to 50 million
MOST_NAME = 160

#: What a stranger's file may use up while it is opened, in a process of its own.
MOST_SECONDS = 20
MOST_MEMORY = 1024 * 1024 * 1024

#: The picture of a page: wide enough to read small print on, a strip of a page not endlessly long.
DRAWN_WIDTH, DRAWN_HEIGHT = 1600, 4800
DRAWN_SCALE = 6.0  # of 72 points an inch; a page smaller than a stamp is not blown up
MOST_DRAWN = 20  # pages of a PDF; who wants to read on opens the file
MOST_DRAWING_SECONDS = 5  # of the processor; a scan takes 0.1
MOST_WAITING_SECONDS = 10  # for a turn, and again for the picture: a page must not hold the server
#: A look at a document is one, however many of its pages are drawn.
LOOK_MINUTES = 15
