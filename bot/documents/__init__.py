"""Rendering of documents: PNG and PDF with Typst, Word with python-docx."""
