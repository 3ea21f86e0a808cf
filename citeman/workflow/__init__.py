"""What a user asks for, one function each; a module per kind of work."""
