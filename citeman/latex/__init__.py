"""LaTeX: the text it prints, and the groups it is written in."""
