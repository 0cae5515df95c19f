from rasa_server import quiet

quiet.settle()  # before anything imports Rasa: it sets what is read only once
