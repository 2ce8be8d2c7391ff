"""Outbound TLS: a certificate that is not trusted ends the request with its own failure."""

import datetime as dt
import ipaddress
import ssl
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from gateway.clock import utc_now
from gateway.egress import Egress, FailureReason, OutboundRequest, RequestFailed
from tests.receiver import receiving

pytestmark = pytest.mark.anyio

SECONDS = 60


def certificate(folder: Path, address: str, until: dt.datetime) -> Path:
    """Write a certificate that is signed by itself, with its key, and return the file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "receiver")])
    san = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))])
    begins = until - dt.timedelta(days=90)
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1, begins, until)
    signed = builder.add_extension(san, critical=False).sign(key, hashes.SHA256())
    file = folder / "certificate.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + signed.public_bytes(serialization.Encoding.PEM)
    )
    return file


def serving(file: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


async def test_the_end_of_a_trusted_certificate_is_reported(tmp_path: Path) -> None:
    until = (utc_now() + dt.timedelta(days=3)).replace(microsecond=0)
    file = certificate(tmp_path, "127.0.0.1", until)
    trusted = ssl.create_default_context(cafile=str(file))
    sender = Egress(allow_private=True, trusted=trusted)
    async with receiving(serving(file)) as receiver:
        response = await sender.send(OutboundRequest("GET", receiver.url), seconds=SECONDS)
    await sender.close()

    assert response.certificate_until == until


@pytest.mark.parametrize(
    ("address", "days", "trusts", "detail"),
    [
        ("127.0.0.1", 3, False, "signed by itself"),
        ("127.0.0.1", -1, True, "has expired"),
        ("127.0.0.2", 3, True, "for another address"),
    ],
)
async def test_a_certificate_that_is_not_valid_is_refused_and_why(
    tmp_path: Path,
    address: str,
    days: int,
    trusts: bool,  # noqa: FBT001
    detail: str,
) -> None:
    file = certificate(tmp_path, address, utc_now() + dt.timedelta(days=days))
    trusted = ssl.create_default_context(cafile=str(file)) if trusts else None
    sender = Egress(allow_private=True, trusted=trusted)
    async with receiving(serving(file)) as receiver:
        with pytest.raises(RequestFailed) as failed:
            await sender.send(OutboundRequest("GET", receiver.url), seconds=SECONDS)
        heard = len(receiver.requests)
    await sender.close()

    assert failed.value.reason is FailureReason.TLS_FAILED
    assert detail in str(failed.value.detail)
    assert heard == 0
