"""The HTTP endpoint of the Bot API: parses a call, applies faults, responds."""

import asyncio
import json
from collections.abc import Coroutine
from typing import Any

from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from tests.telegram_server.faults import DOWNLOAD, Fault
from tests.telegram_server.loopback import hang_up
from tests.telegram_server.methods import method_named
from tests.telegram_server.wire import Call, CallRecord, Json, Refusal, Upload
from tests.telegram_server.world import World

_NO_ANSWER = 0
_RUBBISH = "<html><body><h1>502 Bad Gateway</h1></body></html>"


def bot_api(world: World, more_routes: list[BaseRoute]) -> Starlette:
    endpoints = _Endpoints(world)
    routes = [
        Route("/bot{token}/{method}", endpoints.call, methods=["GET", "POST"]),
        Route("/file/bot{token}/{path:path}", endpoints.download),
    ]
    return Starlette(routes=[*more_routes, *routes])


class _Endpoints:
    def __init__(self, world: World) -> None:
        self.world = world

    async def call(self, request: Request) -> Response:
        if request.path_params["token"] != self.world.token:
            return _refused(Refusal(401, "Unauthorized"))
        call = await _read(request)
        if call.method.lower() == "getupdates":
            return await _unless_hung_up(request, self._answer(request, call))
        self.world.activity.calls_under_way += 1
        try:
            return await self._answer(request, call)
        finally:
            self.world.activity.calls_under_way -= 1
            self.world.activity.touch()

    async def download(self, request: Request) -> Response:
        stored = self.world.files.at(request.path_params["path"])
        fault = self.world.faults.take(Call(DOWNLOAD))
        if fault:
            await asyncio.sleep(fault.delay + fault.answer_delay)
        if fault and fault.drop:
            return _lost(request)
        if fault and (refusal := fault.refusal()):
            return _refused(refusal)
        if stored is None or request.path_params["token"] != self.world.token:
            return Response("404: Not Found", 404)
        return Response(stored.data, media_type=stored.mime_type)

    async def _answer(self, request: Request, call: Call) -> Response:
        fault = self.world.faults.take(call)
        if fault is None:
            status, body = await self._outcome(call)
            self._record(call, status, body)
            return JSONResponse(body, status)
        return await self._answer_badly(request, call, fault)

    async def _answer_badly(self, request: Request, call: Call, fault: Fault) -> Response:
        await asyncio.sleep(fault.delay)
        if refusal := fault.refusal():
            self._record(call, refusal.status, refusal.body())
            return _refused(refusal)
        if fault.drop == "before" or fault.garbage:
            self._record(call, 502 if fault.garbage else _NO_ANSWER, {})
            return HTMLResponse(_RUBBISH, 502) if fault.garbage else _lost(request)
        status, body = await self._outcome(call)
        self._record(call, _NO_ANSWER if fault.drop else status, body)
        await asyncio.sleep(fault.answer_delay)
        return _lost(request) if fault.drop else JSONResponse(body, status)

    async def _outcome(self, call: Call) -> tuple[int, Json]:
        try:
            result = await method_named(call.method)(self.world, call)
        except Refusal as refusal:
            return refusal.status, refusal.body()
        return 200, {"ok": True, "result": result}

    def _record(self, call: Call, status: int, answer: Json) -> None:
        if call.method.lower() != "getupdates":  # there would be little else to read
            self.world.calls.append(CallRecord(call, status, answer))
        self.world.activity.wake()  # its effect is there, though the answer may take longer


async def _read(request: Request) -> Call:
    params: dict[str, Any] = dict(request.query_params)
    uploads: dict[str, Upload] = {}
    if "json" in request.headers.get("content-type", ""):
        params |= json.loads(await request.body() or b"{}")
        return Call(request.path_params["method"], params)
    async with request.form() as form:
        for name, value in form.items():
            if isinstance(value, UploadFile):
                kind = value.content_type or ""
                uploads[name] = Upload(value.filename or "", await value.read(), kind)
            else:
                params[name] = value
    return Call(request.path_params["method"], params, uploads)


async def _unless_hung_up(request: Request, answer: Coroutine[Any, Any, Response]) -> Response:
    """End a long poll with its connection, so that a stopped bot takes no updates with it."""
    answering = asyncio.create_task(answer)
    leaving = asyncio.create_task(_gone(request))
    try:
        await asyncio.wait({answering, leaving}, return_when=asyncio.FIRST_COMPLETED)
        return answering.result() if answering.done() else Response()
    finally:
        answering.cancel()
        leaving.cancel()


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        continue


def _lost(request: Request) -> Response:
    hang_up(request)
    return Response()  # reaches nobody


def _refused(refusal: Refusal) -> Response:
    return JSONResponse(refusal.body(), refusal.status)
