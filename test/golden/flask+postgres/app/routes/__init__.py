"""The routes: each blueprint is one import and one entry."""

from app.routes.echo import blueprint as echo
from app.routes.notes import blueprint as notes
from app.routes.service import blueprint as service

BLUEPRINTS = (
    echo,
    notes,
    service,
)
