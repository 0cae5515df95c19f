"""Regular expressions built from the vocabulary, and what they match in folded text."""
