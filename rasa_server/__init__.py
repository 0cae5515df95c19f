"""What runs in Rasa's own environment (Python 3.10): its server, training and components."""
