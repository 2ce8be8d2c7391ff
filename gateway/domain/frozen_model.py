"""Base of the domain's models: immutable, without unknown fields, with a validator on demand.

Compiling a validator takes up to 15 ms. A command of the terminal needs two or three of them, and a
server all of them before it is ready: each is compiled when it is first used, or by `build_all`.
"""

from pydantic import BaseModel, ConfigDict


class FrozenModel(BaseModel):
    """A value that is validated when it is built, and compared by its fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    @classmethod
    def build_all(cls) -> None:
        """Compile the validators of all subclasses that are imported, and of theirs."""
        for model in cls.__subclasses__():
            model.model_rebuild()
            model.build_all()
