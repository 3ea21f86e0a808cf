"""Private-use characters that stand for something while pandoc formats; `restoring` reads them.

Those of rich text (`citeman.cite.rich`) lie below them.
"""

HYPHEN = "\ue0f0"
"""A hyphen that pandoc would make a dash of."""
BLANK = "\ue0f1"
"""A blank that pandoc would take for a sign of several numbers."""
ASIDE = "\ue0fa"
"""Before a second given name in brackets, "H. (Helmut)"."""
END = "\ue0f2"
"""After the end of a title that closes with a mark of punctuation."""
OPENED, CLOSED = "\ue0f3", "\ue0f4"
"""Single quotes that pandoc would make double."""
OPENED_TWICE, CLOSED_TWICE = "\ue0fb", "\ue0fc"
"""Double quotes that pandoc would make single."""
KEPT = "\ue0f5"
"""Between quotes and the mark after them in a title: pandoc would move the mark."""
SAID = "\ue0f6"
"""After words that stand for a date: pandoc says them for the year and for the month."""
OTHER = "\ue0f7"
"""Within a title that comes again, where it stands for the authors: pandoc would put the dash of
the authors for it."""
YEAR = "\ue0f8"
"""Before a year that the style wants with two digits."""
NO_DATE = "\ue0f9"
"""After "n.d." where the style gives it no letter."""
MARKS = "".join(map(chr, range(0xE0F0, 0xE0FD)))
"""All of them."""
