"""Parsers of what people write: numbers, amounts, days, times, weekdays, names of languages.

Nine languages, with dialects and the digits of every script.  Pure functions and word tables that
know nothing of the course.

- numbers, figures, amounts: a text that is a number; the number in an answer; money in a sentence
- days, times, weekdays: what a sentence names, without what it refuses
- schedule: what a sentence wants and refuses, as for reminders
- mentions, negation: every match with its place, and whether the sentence refuses it
- patterns, vocabulary: regular expressions by language, and the words they are built from
"""
