"""Rasa as the assistant starts it, with its own Telegram channel.  Runs in Rasa's environment.

`python -m bench.rasa_run MODEL PORT CREDENTIALS HOW`.  `shipped`: Rasa as it comes.  `tuned`: with
what makes the assistant's own server fast (rasa_server.runtime), so that what differs is the way
around it.
"""

import sys

from rasa_server import runtime


def main(model: str, port: int, credentials: str, how: str) -> None:
    runtime.configure_environment()
    if how == "tuned":
        runtime.stub_tensorflow_modules()
    from rasa.core import run
    from rasa.core.utils import AvailableEndpoints

    runtime.configure_logging()
    if how == "tuned":
        runtime.cache_action_schema_validator()
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
