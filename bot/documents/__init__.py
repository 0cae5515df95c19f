"""Pictures and PDF files, drawn with Typst."""
