"""python -m tests.telegram_server --port 8081 --token 123456:TEST"""

import argparse
import asyncio
import sys
from contextlib import suppress

from tests.telegram_server.control import control_routes
from tests.telegram_server.server import TelegramServer


async def _run(port: int, token: str) -> None:
    telegram = TelegramServer(port=port, token=token)
    telegram.more_routes += control_routes(telegram)
    async with telegram:
        sys.stdout.write(f"Telegram's stand-in: {telegram.url}, token {telegram.token}\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.telegram_server")
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument("--token", default="123456:TEST")
    chosen = parser.parse_args()
    with suppress(KeyboardInterrupt):
        asyncio.run(_run(chosen.port, chosen.token))


if __name__ == "__main__":
    main()
