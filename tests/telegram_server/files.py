"""Files sent by people and by the bot."""

import itertools
import mimetypes
from dataclasses import dataclass
from typing import Any

from tests.telegram_server.wire import Call, Json, Upload, bad_request

MAX_DOWNLOAD = 20 * 1024 * 1024
MAX_PHOTO = 10 * 1024 * 1024
_MADE_UP: dict[str, Json] = {  # a stand-in looks into no file: sizes and lengths are invented
    "voice": {"duration": 3, "mime_type": "audio/ogg"},
    "video": {"duration": 3, "width": 640, "height": 480, "mime_type": "video/mp4"},
    "sticker": {
        "type": "regular",
        "width": 512,
        "height": 512,
        "is_animated": False,
        "is_video": False,
    },
}
MEDIA = ("document", "photo", "voice", "video", "sticker")


@dataclass(frozen=True)
class StoredFile:
    id: str
    kind: str
    name: str
    data: bytes
    mime_type: str
    path: str
    told_size: int

    def summary(self) -> Json:
        return {
            "file_id": self.id,
            "file_unique_id": f"unique-{self.id}",
            "file_size": self.told_size,
        }

    def content(self, **details: Any) -> Json:
        """Return the file's part of a message."""
        if self.kind == "photo":
            return {"photo": [self.summary() | size for size in _PHOTO_SIZES]}
        about = _MADE_UP.get(self.kind) or {"file_name": self.name, "mime_type": self.mime_type}
        return {self.kind: self.summary() | about | details}


_PHOTO_SIZES = ({"width": 90, "height": 60}, {"width": 800, "height": 600})


class Files:
    def __init__(self) -> None:
        self._files: dict[str, StoredFile] = {}
        self._numbers = itertools.count(1)

    def store(self, kind: str, upload: Upload, told_size: int | None = None) -> StoredFile:
        """`told_size`: the size that Telegram announces, where it differs from the true one."""
        number = next(self._numbers)
        mime_type = upload.mime_type or mimetypes.guess_type(upload.name)[0]
        suffix = f".{upload.name.rpartition('.')[2]}" if "." in upload.name else ""
        path = f"{kind}s/file_{number}{suffix}"
        file_id = f"{kind}-{number}"
        size = len(upload.data) if told_size is None else told_size
        kind_of_content = mime_type or "application/octet-stream"
        stored = StoredFile(file_id, kind, upload.name, upload.data, kind_of_content, path, size)
        self._files[file_id] = stored
        return stored

    def sent_by(self, call: Call, kind: str) -> StoredFile:
        """Return the file of a call: uploaded, or referred to by its id."""
        return self.sent_as(call, call.text(kind), kind)

    def sent_as(self, call: Call, named: str, kind: str) -> StoredFile:
        """`named`: an attached upload, or a file's id."""
        upload = call.uploads.get(named.removeprefix("attach://") if named else kind)
        if upload is not None:
            if not upload.data:
                raise bad_request("file must be non-empty")
            if kind == "photo" and len(upload.data) > MAX_PHOTO:
                raise bad_request(f"file of size {len(upload.data)} bytes is too big for a photo")
            return self.store(kind, upload)
        if not named:
            raise bad_request(f"there is no {kind} in the request")
        if named not in self._files:
            raise bad_request("wrong remote file identifier specified: Wrong string length")
        return self._with_kind(self._files[named], kind)

    def _with_kind(self, known: StoredFile, kind: str) -> StoredFile:
        if known.kind != kind:
            wrong = f"can't use file of type {known.kind.title()} as {kind.title()}"
            raise bad_request(wrong)
        return known

    def requested(self, file_id: str) -> StoredFile:
        if file_id not in self._files:
            raise bad_request("invalid file_id" if file_id else "file_id not specified")
        stored = self._files[file_id]
        if stored.told_size > MAX_DOWNLOAD:
            raise bad_request("file is too big")
        return stored

    def at(self, path: str) -> StoredFile | None:
        return next((stored for stored in self._files.values() if stored.path == path), None)

    def shown_in(self, content: Json) -> StoredFile | None:
        """Return the file of a message with its bytes."""
        for kind in MEDIA:
            if kind in content:
                part = content[kind][-1] if kind == "photo" else content[kind]
                return self._files[part["file_id"]]
        return None
