"""One module per kind of field: `read_x` understands a text, `write_x` spells a value."""
