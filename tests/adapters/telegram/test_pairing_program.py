"""The program without a group: from the code in its log to a supergroup."""

import asyncio
import re
from pathlib import Path

import pytest

from tests.helpers.program import Program
from tests.telegram_server import TelegramServer

pytestmark = pytest.mark.slow

GROUP, NEW = -500, -1_000_000_000_500


async def code_in(program: Program) -> str:
    for _ in range(300):
        found = re.search(r"/pair (\d{3}-\d{3})", program.log)
        if found is not None:
            return found[1]
        await asyncio.sleep(0.1)
    raise AssertionError(program.log[-2000:])


async def test_program_is_paired_and_follows_its_group(tmp_path: Path) -> None:
    async with TelegramServer() as telegram:
        mette = telegram.person(900, "Mette", language_code="en")
        team = telegram.group(GROUP, "Konsulenter", members=[mette], bot="left")
        none = {"CONSULTANT_CHAT_ID": "", "CONSULTANT_IDS": ""}
        program = Program(tmp_path / "data", telegram.url, settings=none)
        await program.start()
        try:
            code = await code_in(program)
            await team.adds_bot(by=mette)
            await team.sees("/pair")
            await mette.says(f"/pair {code}", to=team)
            await team.sees("Mette er konsulent nu")
            await mette.says("/open", to=team)
            await team.sees("🌿")
            await team.becomes_supergroup(NEW, by=mette)
            asked = await mette.says("/open", to=team)
            await team.sees("🌿", after=asked.message_id)
            assert team.id == NEW
            assert team.chat.members[telegram.world.me["id"]] == "administrator"
        finally:
            assert await program.stop() == 0
