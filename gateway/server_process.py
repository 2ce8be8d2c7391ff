"""Server process: imports and creates the application, as each of uvicorn's workers does."""

import gc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gateway.app.application import Application


def create() -> "Application":
    """Return the application. What importing it creates stays, and is not searched for garbage."""
    gc.disable()
    try:
        from gateway.app import create_app

        return create_app()
    finally:
        gc.freeze()
        gc.enable()
