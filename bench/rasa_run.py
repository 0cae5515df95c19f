"""Run a Rasa server with Rasa's own Telegram channel.  Runs in Rasa's environment.

`python -m bench.rasa_run MODEL PORT CREDENTIALS VARIANT`.  `shipped` is Rasa with its defaults;
`tuned` has the optimizations of the assistant's server (rasa_server.runtime), so that only the
channel and the action server differ.
"""

import sys

from rasa_server import runtime


def main(model: str, port: int, credentials: str, variant: str) -> None:
    runtime.configure_environment()
    if variant == "tuned":
        runtime.stub_tensorflow_modules()
    from rasa.core import run
    from rasa.core.utils import AvailableEndpoints

    runtime.configure_logging()
    if variant == "tuned":
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
