"""How Alembic reaches the database: by the connection it is handed."""

from alembic import context

from gateway.models import Table


def run() -> None:
    """Run the migrations that are asked for, in the transaction of the connection."""
    connection = context.config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=Table.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        compare_server_default=True,
    )
    context.run_migrations()


run()
