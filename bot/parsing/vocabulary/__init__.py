"""Word tables by language, which the parsers are built from."""
