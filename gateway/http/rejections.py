"""Rejections: the responses of the protocol itself, to what is no request for the application."""

from typing import Final

MALFORMED: Final = b"400 Bad Request"
TIMEOUT: Final = b"408 Request Timeout"
TOO_LARGE: Final = b"413 Content Too Large"
URL_TOO_LONG: Final = b"414 URI Too Long"
HEAD_TOO_LARGE: Final = b"431 Request Header Fields Too Large"


def response(status: bytes) -> bytes:
    """Return the whole response, after which the connection is closed."""
    return b"HTTP/1.1 %b\r\ncontent-length: 0\r\nconnection: close\r\n\r\n" % status
