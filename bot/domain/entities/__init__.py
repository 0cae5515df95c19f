"""What a sentence names: amounts, days, times of day, languages.  Tables by language, pure functions."""
