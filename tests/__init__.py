"""Tests: services on real databases, GraphQL and REST over ASGI, and whole server processes."""

import os
import sys

# The tests start a hundred processes, and most of a start is compiling: keep compiled modules, even
# if the shell disables that.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
