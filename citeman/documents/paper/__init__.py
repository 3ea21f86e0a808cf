"""A PDF, step by step: letters, lines, columns, the flow of the text."""
