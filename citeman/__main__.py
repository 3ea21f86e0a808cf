"""Run the command line: python -m citeman."""

from citeman.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
