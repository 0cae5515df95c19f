"""Our own parts of Rasa's pipeline, named by config.yml and endpoints.yml."""
