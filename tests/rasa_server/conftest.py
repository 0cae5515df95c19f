from rasa_server import runtime

runtime.configure_environment()  # before Rasa is imported, which reads it once
