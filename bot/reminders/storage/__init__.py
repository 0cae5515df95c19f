"""Tables, mapping and repositories of this subject; importing it maps the entities."""

from bot.reminders.storage import mapping as mapping
