"""Takes the place of the Rasa server as a child: /status, and faults on request.

`python fake_rasa.py PORT FOLDER MODE`: counts its starts in FOLDER/starts and writes its process
id and that of a child of its own to FOLDER/pids.  MODE: works, hangs, crashes, mute, flickers.
"""

import os
import subprocess
import sys
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

from rasa_server import parent_watchdog

ASKED = f"/status?token={os.environ['ACTIONS_TOKEN']}"
PORT, FOLDER, MODE = int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]


class Status(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if MODE == "hangs" and (FOLDER / "hang").exists():
            time.sleep(60)
        self.send_response(self._status())
        self.end_headers()

    def _status(self) -> int:
        if MODE == "mute":
            return 503
        if MODE == "flickers":  # every second probe after the one that finds it ready fails
            with (FOLDER / "probes").open("a") as probes:
                probes.write("x")
            if len((FOLDER / "probes").read_text()) % 2 == 0:
                return 503
        return 200 if self.path == ASKED else 401

    def log_message(self, *_: object) -> None: ...


def main() -> None:
    with (FOLDER / "starts").open("a") as starts:
        starts.write("x")
    if MODE == "crashes":
        sys.exit("cannot start")
    parent_watchdog.exit_with_parent()
    grandchild = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    (FOLDER / "pids").write_text(f"{os.getpid()} {grandchild.pid}")
    HTTPServer(("127.0.0.1", PORT), Status).serve_forever()


main()
