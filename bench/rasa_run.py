"""Rasa as the assistant starts it, with its own Telegram channel.  Runs in Rasa's environment.

`python -m bench.rasa_run MODEL PORT CREDENTIALS HOW`.  `shipped`: Rasa as it comes.  `tuned`: with
what makes the assistant's own server fast (rasa_server.quiet), so that what differs is the way
around it.
"""

import sys

from rasa_server import quiet


def main(model: str, port: int, credentials: str, how: str) -> None:
    quiet.settle()
    if how == "tuned":
        quiet.leave_networks_out()
    from rasa.core import run
    from rasa.core.utils import AvailableEndpoints

    quiet.silence()
    if how == "tuned":
        quiet.check_the_schema_once()
    run.serve_application(
        model_path=model,
        interface="127.0.0.1",
        port=port,
        credentials=credentials,
        endpoints=AvailableEndpoints.read_endpoints("endpoints.yml"),
        enable_api=True,
    )


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4])
