"""Languages: which one a reader gets, texts, dates and numbers in it."""
