"""The routes: each blueprint is one import and one entry."""

from app.routes.echo import blueprint as echo
from app.routes.service import blueprint as service

BLUEPRINTS = (
    echo,
    service,
)
