"""The service on real databases, and documents as clients send them."""

import os
import sys

# The tests start a hundred processes, and compiling is most of a start: what is compiled is kept,
# also where the shell says otherwise.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
