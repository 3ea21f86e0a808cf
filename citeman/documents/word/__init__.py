"""The inside of a Word file: its parts, styles, numbers, fields, and the page they make."""
