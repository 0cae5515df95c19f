"""Everything stored about one participant, and what of it is in the chats of consultants."""
