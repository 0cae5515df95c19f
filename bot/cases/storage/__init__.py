"""Tables, mapping and repositories of this subject; importing it maps the entities."""

from bot.cases.storage import mapping as mapping
