"""A file becomes a Document: its text with offsets, and the structured references it carries."""
