"""Where an HTTP request came from, for the log."""

from ipaddress import ip_address

from starlette.requests import Request


def source(request: Request) -> dict[str, str]:
    """Return `source`, the address of the peer, and `forwarded_for` where a proxy names another.

    Of X-Forwarded-For only the last entry is returned, which the nearest proxy wrote: a caller
    can make up the others.  What is no address is left out, so that no text gets into the log.
    """
    peer = _address(request.client.host if request.client else "")
    forwarded = _address(request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip())
    return {"source": peer or "unknown"} | ({"forwarded_for": forwarded} if forwarded else {})


def _address(text: str) -> str | None:
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return None if getattr(address, "scope_id", None) else str(address)  # a scope is any text
