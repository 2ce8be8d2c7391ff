"""Alembic environment: run the migrations on the connection that `migrate` passes."""

from alembic import context

from gateway.models.tables import METADATA


def run() -> None:
    """Run the migrations in the connection's transaction."""
    connection = context.config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        compare_server_default=True,
    )
    context.run_migrations()


run()
