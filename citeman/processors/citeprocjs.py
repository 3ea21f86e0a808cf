"""Format references with citeproc-js, where its user has installed it: it does not come with us.

citeproc-js is under CPAL or AGPL. It runs inside this process, in the V8 of mini-racer, which has
no files and no network.
"""

import json
import os
from importlib.util import find_spec
from pathlib import Path

from citeman.cite.clusters import Cite, locator
from citeman.cite.rich import read_html
from citeman.errors import InputError, UsageError
from citeman.processors.job import LOCALE, Formatted, Job, seconds_for

FOLDER = "CITEMAN_CITEPROC_JS"
"""The environment variable that names the folder with citeproc.js and the CSL locales."""

MISSING = (
    "citeproc-js is not set up\n"
    f"looked for the Python package mini-racer, and for the folder that {FOLDER} names\n"
    "pip install mini-racer, put citeproc.js and locales-en-US.xml into a folder, and set "
    f"{FOLDER} to it"
)
_SCRIPTS = ("citeproc.js", "citeproc_commonjs.js")
_HARNESS = """
var module = {exports: {}}; var exports = module.exports;
%s
function format(job, locales) {
  var items = {};
  job.items.forEach(function (item) { items[item.id] = item; });
  var system = {
    retrieveLocale: function (name) { return locales[name] || locales["en-US"]; },
    retrieveItem: function (id) { return items[id]; }
  };
  var engine = new CSL.Engine(system, job.style, "%s");
  engine.updateItems(job.items.map(function (item) { return item.id; }));
  var made = engine.makeBibliography();
  var cited = job.clusters.map(function (cluster) {
    return engine.makeCitationCluster(cluster);
  });
  return JSON.stringify({
    ids: made ? made[0].entry_ids.map(function (ids) { return ids[0]; }) : [],
    entries: made ? made[1] : [], citations: cited
  });
}
"""


def run(job: Job) -> Formatted:
    """Format a job."""
    folder = Path(os.environ.get(FOLDER, ""))
    script = next((folder / name for name in _SCRIPTS if (folder / name).is_file()), None)
    locale = folder / f"locales-{LOCALE}.xml"
    if (
        not os.environ.get(FOLDER)
        or not script
        or not locale.is_file()
        or not find_spec("py_mini_racer")
    ):
        raise UsageError(MISSING)
    from py_mini_racer import JSEvalException, JSTimeoutException, MiniRacer

    locales = {
        path.stem.removeprefix("locales-"): path.read_text(encoding="utf-8")
        for path in sorted(folder.glob("locales-*.xml"))
    }
    try:
        context = MiniRacer()
        context.eval(_HARNESS % (script.read_text(encoding="utf-8"), LOCALE))
        given = job._asdict() | {"clusters": [list(map(_cite, one)) for one in job.clusters]}
        said = context.call("format", given, locales, timeout_sec=seconds_for(job))
    except (JSEvalException, JSTimeoutException) as error:
        reason = str(error).strip().splitlines()[0]
        raise InputError(f"citeproc-js cannot format this: {reason}") from error
    made = json.loads(str(said))
    if len(made["entries"]) != len(job.items):
        raise InputError("the style gives no bibliography; choose another style")
    entries = [read_html(_set_off(entry)) for entry in made["entries"]]
    return Formatted(
        list(zip(made["ids"], entries, strict=True)), [read_html(c) for c in made["citations"]]
    )


def _cite(cite: Cite) -> dict[str, str | bool]:
    """A cite as citeproc-js takes it."""
    label, where = locator(cite.where)
    place = {"label": label, "locator": where} if where else {}
    words = {"prefix": cite.prefix and f"{cite.prefix} ", "suffix": cite.suffix}
    return {"id": cite.key, "suppress-author": cite.bare, **words, **place}


def _set_off(entry: str) -> str:
    """Put a blank between a reference's number and its text."""
    return entry.replace(
        '</div><div class="csl-right-inline">', ' </div><div class="csl-right-inline">'
    )
