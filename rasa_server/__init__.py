"""The Rasa server, its training and its components; runs in Rasa's environment (Python 3.10)."""
