"""Leave modules out of doctests whose training-time dependencies are not installed."""

from importlib.util import find_spec

NEEDS = {
    "numba": ("kernel", "fit", "fitnet", "jobs", "__main__"),
    "torch": ("fitnet", "jobs", "__main__"),
}
collect_ignore = [
    f"citeman/train/{module}.py"
    for needed, modules in NEEDS.items()
    if find_spec(needed) is None
    for module in modules
]
