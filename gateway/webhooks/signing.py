"""Webhook signatures, after the Standard Webhooks specification and by its library.

The id, the time and the body of a message are signed with HMAC-SHA256. A receiver refuses what is
older than five minutes, so each attempt is signed anew. While a secret is rotated, messages carry a
signature by each of the two.
"""

import os
from base64 import b64encode
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from standardwebhooks import Webhook

PREFIX: Final = "whsec_"
_SECRET_BYTES: Final = 32


def new_secret() -> str:
    """Return a new random secret, as receivers' libraries read it."""
    return PREFIX + b64encode(os.urandom(_SECRET_BYTES)).decode()


def signed_headers(
    secrets: Sequence[str], message_id: str, body: str, at: datetime
) -> dict[str, str]:
    """Return the headers of a message that is sent now, *at* a time in UTC."""
    signatures = [Webhook(secret).sign(message_id, at, body) for secret in secrets]
    return {
        "content-type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
