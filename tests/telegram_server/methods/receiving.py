"""Long polling and webhooks."""

import re

import httpx

from tests.telegram_server.methods.kind import Method
from tests.telegram_server.webhook import Webhook
from tests.telegram_server.wire import Call, Json, bad_request
from tests.telegram_server.world import World

MAX_WAIT = 50
_LOOPBACK = re.compile(r"http://(127\.0\.0\.1|localhost|\[::1\])[:/]")
_SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")


async def get_updates(world: World, call: Call) -> list[Json]:
    _remember_allowed(world, call)
    limit = min(max(call.number("limit", 100), 1), 100)
    seconds = min(max(call.number("timeout"), 0), MAX_WAIT)
    return await world.updates.poll(call.number("offset"), limit, seconds)


async def set_webhook(world: World, call: Call) -> bool:
    url, secret = call.text("url"), call.text("secret_token")
    # Telegram itself knows no http; the tests' own bots have no certificate.
    if url and not (url.startswith("https://") or _LOOPBACK.match(url)):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    _remember_allowed(world, call)
    _drop_pending(world, call)
    await world.updates.set_webhook(_webhook(world, call) if url else None)
    return True


async def delete_webhook(world: World, call: Call) -> bool:
    _drop_pending(world, call)
    await world.updates.set_webhook(None)
    return True


async def get_webhook_info(world: World, call: Call) -> Json:
    webhook = world.updates.webhook
    info: Json = {
        "url": webhook.url if webhook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates.queue),
    }
    if world.updates.allowed:
        info["allowed_updates"] = world.updates.allowed
    if webhook:
        info["max_connections"] = webhook.max_connections
    if webhook and webhook.last_error:
        now = int(world.clock())
        info |= {"last_error_date": now, "last_error_message": webhook.last_error}
    return info


def _webhook(world: World, call: Call) -> Webhook:
    return Webhook(
        url=call.text("url"),
        target=_target(world, call.text("url")),
        secret=call.text("secret_token"),
        max_connections=call.number("max_connections") or 40,
        delivered=world.updates.delivered,
    )


def _target(world: World, url: str) -> str:
    if not world.webhook_host:
        return url
    host = httpx.URL(world.webhook_host)
    moved = httpx.URL(url).copy_with(scheme=host.scheme, host=host.host, port=host.port)
    return str(moved)


def _remember_allowed(world: World, call: Call) -> None:
    allowed = call.parsed("allowed_updates")
    if allowed is not None:  # left out, the last choice stands
        world.updates.allowed = allowed


def _drop_pending(world: World, call: Call) -> None:
    if call.flag("drop_pending_updates"):
        world.updates.drop_pending()


METHODS: dict[str, Method] = {
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
}
