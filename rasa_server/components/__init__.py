"""Components for Rasa, configured in config.yml, endpoints.yml and credentials.yml."""
