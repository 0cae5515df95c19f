"""What a sentence names: amounts, days, times of day, languages.  Pure functions and tables."""
