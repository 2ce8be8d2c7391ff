"""Upstream settings: platforms behind projects, and background work."""

from pydantic import Field

from gateway.settings.area import Area


class UpstreamSettings(Area):
    """Platforms and background work."""

    upstream_hosts: str = Field(
        "*.signalwire.com",
        description="Hosts of platforms that projects may be attached to, separated by spaces; "
        "`*.` stands for one name before the rest. A host with a port is asked over http when it "
        "is an address of this machine.",
    )
    upstream_answer_seconds: float = Field(
        5,
        gt=0,
        le=60,
        description="Seconds that a mutation waits for the platform before it answers PENDING.",
    )
    upstream_call_seconds: float = Field(
        10, gt=0, le=60, description="Seconds that one call to the platform may take."
    )
    upstream_sync_seconds: float = Field(
        900, ge=1, description="Seconds between two comparisons of all numbers with the platform."
    )
    work: bool = Field(
        default=True,
        description="Do background work inside `numbergate serve`. "
        "False: only `numbergate work` does it.",
    )
