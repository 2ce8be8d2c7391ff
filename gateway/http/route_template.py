"""Route template: which route a request took, such as ``/api/relay/rest/phone_numbers/{id}``.

For the log, which holds no value of a client: a path that no route matched has no template.
"""

from starlette.types import Scope

_DIRECT = "/graphql"  # `gateway.app.application.DirectRoute` calls its endpoint without the router


def route_of(scope: Scope) -> str | None:
    """Return the template of the route that the router noted in *scope*; None without one."""
    path: str = scope["path"]
    if path == _DIRECT:
        return _DIRECT
    if "endpoint" not in scope:
        return None
    for name, value in scope.get("path_params", {}).items():
        if not path.endswith(str(value)):
            return None  # it is in the middle, where it could not be distinguished from other parts
        path = f"{path.removesuffix(str(value))}{{{name}}}"
    return path
