"""Visits: the example of a value that all instances share."""

from flask import Blueprint

from app.cache import cache

KEY = "visits"

blueprint = Blueprint("visits", __name__)


@blueprint.post("/visits")
def create() -> dict[str, int]:
    return {"count": cache.count_one(KEY)}


@blueprint.get("/visits")
def show() -> dict[str, int]:
    return {"count": cache.count(KEY)}
