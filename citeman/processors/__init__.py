"""Programs that format references in any CSL style, behind one seam.

A processor takes a `Job` and gives back a `Formatted`. Each is a module with one function, `run`.
"""

from citeman.processors import citeprocjs, pandoc
from citeman.processors.job import Formatted, Job, Processor

__all__ = ["PROCESSORS", "Formatted", "Job", "Processor"]

PROCESSORS: dict[str, Processor] = {"pandoc": pandoc.run, "citeproc-js": citeprocjs.run}
"""The processors by name, the usual one first."""
