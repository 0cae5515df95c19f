"""A process that supervises a fake server, to be killed: `python -m … PROJECT FOLDER`."""

import asyncio
import sys
from pathlib import Path

from bot.adapters.rasa.rasa_process import RasaProcess
from tests.adapters.rasa.test_rasa_process import fake_server

project, folder = Path(sys.argv[1]), Path(sys.argv[2])
asyncio.run(
    RasaProcess(project, folder / "m", "http://x", "t", command=fake_server(folder, "works")).run()
)
