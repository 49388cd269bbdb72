"""How Alembic reaches the database: by the app's settings, one process at a time."""

from importlib import import_module
from pkgutil import iter_modules

from alembic import context
from sqlalchemy import NullPool

from app import config, dialect, models

# A migration may take its time, and so may the one before it, in seconds.
STATEMENT_LIMIT = 900
LOCK_LIMIT = 60

for module in iter_modules(models.__path__):
    import_module(f"{models.__name__}.{module.name}")

settings = context.config.attributes.get("settings") or config.load()
engine = dialect.engine(settings.database_url, seconds=STATEMENT_LIMIT, poolclass=NullPool)
with engine.connect() as connection, dialect.locked(connection, seconds=LOCK_LIMIT):
    context.configure(connection=connection, target_metadata=models.Base.metadata)
    context.run_migrations()
