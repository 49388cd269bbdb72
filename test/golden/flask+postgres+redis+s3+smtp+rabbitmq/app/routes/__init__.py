"""The routes: each blueprint is one import and one entry."""

from app.routes.echo import blueprint as echo
from app.routes.files import blueprint as files
from app.routes.jobs import blueprint as jobs
from app.routes.messages import blueprint as messages
from app.routes.notes import blueprint as notes
from app.routes.service import blueprint as service
from app.routes.visits import blueprint as visits

BLUEPRINTS = (
    echo,
    files,
    jobs,
    messages,
    notes,
    service,
    visits,
)
