"""The implemented methods of the Bot API."""

from tests.telegram_server.methods import messages, receiving, settings, sharing, topics
from tests.telegram_server.methods.kind import Method
from tests.telegram_server.wire import not_modelled

_METHODS: dict[str, Method] = {  # names are case-insensitive
    name.lower(): method
    for module in (messages, receiving, settings, sharing, topics)
    for name, method in module.METHODS.items()
}


def method_named(name: str) -> Method:
    if name.lower() not in _METHODS:
        raise not_modelled(f"the method {name}")
    return _METHODS[name.lower()]
