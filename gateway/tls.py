"""TLS of outbound connections: the trusted certificates, and what is reported of a host's own."""

import functools
import ssl
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

# OpenSSL's codes. Its own messages name the host.
_FAULTS: Final[Mapping[int, str]] = {
    9: "The certificate is not valid yet.",
    10: "The certificate has expired.",
    18: "The certificate is signed by itself.",
    62: "The certificate is for another host.",
    64: "The certificate is for another address.",
}


@functools.cache
def default_context() -> ssl.SSLContext:
    """Return the context that all connection pools share. Building it takes 20 to 50 ms of CPU."""
    import httpcore2  # by the first outbound connection

    return httpcore2.default_ssl_context()


def unverified_context() -> ssl.SSLContext:
    """Return a context that trusts any certificate: to read one that is not valid."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def certificate_fault(error: ssl.SSLCertVerificationError) -> str:
    """Return what is wrong with a certificate, without the name of its host."""
    return _FAULTS.get(error.verify_code, "The certificate is not trusted.")


def certificate_until(stream: Any) -> datetime | None:
    """Return when the certificate of a connection expires; None without TLS."""
    from cryptography import x509  # only where there is TLS

    secured = stream.get_extra_info("ssl_object")
    der: bytes | None = secured.getpeercert(binary_form=True) if secured else None
    return x509.load_der_x509_certificate(der).not_valid_after_utc if der else None
