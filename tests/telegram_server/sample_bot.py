"""A small bot on python-telegram-bot, for the stand-in's own tests."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    ReplyKeyboardMarkup,
    ReplyParameters,
    Update,
)
from telegram.error import TelegramError
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)
from telegram.request import HTTPXRequest

from tests.telegram_server import TelegramServer
from tests.telegram_server.loopback import serving
from tests.telegram_server.webhook import SECRET_HEADER

SECRET = "a-secret"
Context = ContextTypes.DEFAULT_TYPE
BotApplication = Application[Any, Any, Any, Any, Any, Any]


def keyboard(*labels: str) -> InlineKeyboardMarkup:
    """One button in a row; its data is its label."""
    return InlineKeyboardMarkup([[InlineKeyboardButton(a, callback_data=a)] for a in labels])


@asynccontextmanager
async def bare_bot(telegram: TelegramServer) -> AsyncIterator[Bot]:
    """Only the client, for tests of single methods."""
    bot = Bot(
        telegram.token,
        base_url=f"{telegram.url}/bot",
        base_file_url=f"{telegram.url}/file/bot",
        request=_request(),
        get_updates_request=_request(),
    )
    async with bot:
        yield bot


@asynccontextmanager
async def polling_bot(telegram: TelegramServer) -> AsyncIterator[BotApplication]:
    application = _application(telegram)
    assert application.updater
    async with application:
        await application.start()
        await application.updater.start_polling(
            poll_interval=0, timeout=2, allowed_updates=Update.ALL_TYPES
        )
        yield application
        await application.updater.stop()
        await application.stop()


@asynccontextmanager
async def webhook_bot(
    telegram: TelegramServer, refusing: int = 0, public_url: str = ""
) -> AsyncIterator[list[int]]:
    """Yield the update ids in their order; the first few are answered with 503."""
    application, came_in = _application(telegram), list[int]()

    async def receive(request: Request) -> Response:
        assert request.headers[SECRET_HEADER] == SECRET
        raw = json.loads(await request.body())
        came_in.append(raw["update_id"])
        if len(came_in) <= refusing:
            return Response(status_code=503)
        await application.process_update(Update.de_json(raw, application.bot))
        return Response()

    hook = Starlette(routes=[Route("/hook", receive, methods=["POST"])])
    async with serving(hook) as url, application:
        telegram.world.webhook_host = url if public_url else ""
        await application.bot.set_webhook(f"{public_url or url}/hook", secret_token=SECRET)
        yield came_in


def _request() -> HTTPXRequest:
    """Load no certificates, which take time and are not needed on loopback."""
    return HTTPXRequest(httpx_kwargs={"verify": False, "trust_env": False})


def _application(telegram: TelegramServer) -> BotApplication:
    builder = ApplicationBuilder().token(telegram.token).base_url(f"{telegram.url}/bot")
    builder = builder.base_file_url(f"{telegram.url}/file/bot")
    builder = builder.request(_request()).get_updates_request(_request())
    application = builder.job_queue(None).build()
    application.add_handler(CommandHandler("start", _start))
    application.add_handler(CommandHandler("menu", _menu))
    application.add_handler(CallbackQueryHandler(_pressed))
    application.add_handler(MessageHandler(filters.Document.ALL, _reverse))
    application.add_handler(MessageHandler(filters.TEXT & filters.UpdateType.MESSAGE, _echo))
    application.add_error_handler(_tolerate)
    return application


async def _start(update: Update, context: Context) -> None:
    assert update.message
    await update.message.reply_html("<b>Hej</b> &amp; welcome", reply_markup=keyboard("Ja", "Nej"))


async def _menu(update: Update, context: Context) -> None:
    assert update.message
    await update.message.reply_text("Choose", reply_markup=ReplyKeyboardMarkup([["Task", "Plan"]]))


async def _pressed(update: Update, context: Context) -> None:
    assert update.callback_query
    await update.callback_query.answer(f"{update.callback_query.data}!")
    await update.callback_query.edit_message_text(f"You chose {update.callback_query.data}")


async def _reverse(update: Update, context: Context) -> None:
    """Send the document back with its bytes reversed."""
    assert update.message and update.message.document
    file = await update.message.document.get_file()
    data = bytes(await file.download_as_bytearray())
    await update.message.reply_document(data[::-1], filename="reversed.bin", caption="Done")


async def _echo(update: Update, context: Context) -> None:
    assert update.message
    answered = ReplyParameters(update.message.message_id)
    await update.message.reply_text(f"echo: {update.message.text}", reply_parameters=answered)


async def _tolerate(update: object, context: Context) -> None:
    """Ignore refusals, which tests read from `telegram.calls`; raise other errors."""
    assert context.error
    if not isinstance(context.error, TelegramError):
        raise context.error
