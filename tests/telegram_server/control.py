"""Control over HTTP of what people do, when the stand-in runs as a process of its own.

curl 'localhost:8081/control/says?person=42&text=hej'
curl 'localhost:8081/control/presses?person=42&label=Ja'
curl 'localhost:8081/control/screen?person=42'
"""

from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from tests.telegram_server.people import Person
from tests.telegram_server.screen import NotOnScreen
from tests.telegram_server.server import TelegramServer


def control_routes(telegram: TelegramServer) -> list[Route]:
    people: dict[int, Person] = {}

    def somebody(request: Request) -> Person:
        number = int(request.query_params["person"])
        language = request.query_params.get("language", "en")
        if number not in people:
            people[number] = telegram.person(number, f"Person {number}", language_code=language)
        return people[number]

    async def says(request: Request) -> PlainTextResponse:
        await somebody(request).says(request.query_params["text"])
        return PlainTextResponse("said\n")

    async def presses(request: Request) -> PlainTextResponse:
        try:
            await somebody(request).presses(request.query_params["label"])
        except NotOnScreen as missing:
            return PlainTextResponse(f"{missing}\n", 404)
        return PlainTextResponse("pressed\n")

    async def screen(request: Request) -> PlainTextResponse:
        return PlainTextResponse(f"{somebody(request).drawn()}\n")

    return [
        Route("/control/says", says, methods=["GET", "POST"]),
        Route("/control/presses", presses, methods=["GET", "POST"]),
        Route("/control/screen", screen),
    ]
