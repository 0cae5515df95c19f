"""Tables, mapping and repositories of this subject; importing it maps the entities."""

from bot.plan.storage import mapping as mapping
