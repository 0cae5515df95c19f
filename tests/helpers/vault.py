"""Keys of the tests."""

from cryptography.fernet import Fernet

from bot.storage.vault import Vault

KEY = Fernet.generate_key().decode()
VAULT = Vault([KEY])
