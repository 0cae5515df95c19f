"""Keys of the tests."""

from cryptography.fernet import Fernet

from bot.kernel.database.vault import Vault

KEY = Fernet.generate_key().decode()
VAULT = Vault([KEY])
