"""Files as HTML: highlighted lines, and Markdown with nothing in it that could act."""
