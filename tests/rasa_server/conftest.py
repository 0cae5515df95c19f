from rasa_server import runtime

runtime.configure_environment()  # before anything imports Rasa: it sets what is read only once
