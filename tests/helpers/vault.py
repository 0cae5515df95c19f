"""Keys of the tests."""

from cryptography.fernet import Fernet

from bot.storage.vault import Vault

VAULT = Vault([Fernet.generate_key().decode()])
