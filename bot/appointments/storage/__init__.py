"""Tables, mapping and repositories of this subject; importing it maps the entities."""

from bot.appointments.storage import mapping as mapping
