"""GraphQL settings: introspection, trusted documents, and limits of documents."""

from typing import Annotated

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator
from pydantic_settings import NoDecode

from gateway.settings.area import Area
from gateway.settings.trusted_documents import TrustedDocuments


class GraphQLSettings(Area):
    """GraphQL."""

    introspection: bool = Field(
        default=True, description="Allow introspection queries: `__schema` and `__type`."
    )
    explorer: bool = Field(default=True, description="Serve GraphiQL at `/graphiql`.")
    console: bool = Field(
        default=True,
        description="Serve the console at `/console`. Its operations are trusted documents.",
    )
    public_schema: bool = Field(
        default=True, description="Serve the schema at `/schema.graphql`, without authentication."
    )
    suggestions: bool = Field(
        default=True,
        description="Suggest similar names of the schema in errors about unknown ones. "
        "Off when introspection is off.",
    )
    trusted_documents: Annotated[
        TrustedDocuments, BeforeValidator(TrustedDocuments.read), NoDecode
    ] = Field(
        TrustedDocuments(),
        description="File of the documents that clients send by id, as the client preset of "
        "GraphQL Code Generator writes it: `persisted-documents.json`.",
    )
    trusted_only: bool = Field(default=False, description="Execute trusted documents only.")
    document_memory: int = Field(
        33_554_432,
        ge=0,
        description="Approximate size of the cache of parsed documents, in bytes of memory.",
    )
    limit_characters: int = Field(
        32_768, ge=1, description="Maximum length of a document, in characters."
    )
    limit_tokens: int = Field(
        2000, ge=1, description="Maximum number of tokens in a document, comments included."
    )
    limit_operations: int = Field(
        10, ge=1, description="Maximum number of operations in a document."
    )
    limit_fragments: int = Field(50, ge=0, description="Maximum number of fragments in a document.")
    limit_nesting: int = Field(
        50, ge=1, le=100, description="Maximum nesting of selection sets, fragments included."
    )
    limit_depth: int = Field(
        15,
        ge=1,
        description="Maximum nesting of fields. "
        "Below `__schema` and `__type`, the introspection rule of GraphQL applies instead.",
    )
    limit_root_fields: int = Field(
        20, ge=1, description="Maximum number of root fields in an operation."
    )
    limit_fields: int = Field(
        500,
        ge=1,
        description="Maximum number of fields in an operation; fragments count at each use.",
    )
    limit_aliases: int = Field(
        30, ge=0, description="Maximum number of aliases, counted like fields."
    )
    limit_directives: int = Field(
        20, ge=0, description="Maximum number of directives, counted like fields."
    )
    limit_field_directives: int = Field(
        4, ge=0, description="Maximum number of directives at one location."
    )
    limit_comparisons: int = Field(
        1_000,
        ge=0,
        description="Maximum number of comparisons of fields with the same response name. "
        "Typical documents need fewer than 100.",
    )
    limit_cost: int = Field(
        5000,
        ge=1,
        description="Maximum cost of an operation: 1 for each object that it can return, and 1 for "
        "every ten values in them.",
    )
    limit_errors: int = Field(10, ge=1, description="Maximum number of errors in a response.")

    @field_validator("trusted_only")
    @classmethod
    def _has_documents(cls, value: bool, info: ValidationInfo) -> bool:  # noqa: FBT001
        manifest = info.data.get("trusted_documents")
        if value and manifest is not None and not manifest.documents:
            raise ValueError("NUMBERGATE_TRUSTED_DOCUMENTS must name a file of documents")
        return value

    @property
    def suggests(self) -> bool:
        """Whether errors may suggest names of the schema."""
        return self.introspection and self.suggestions
