from typing import Any

from django.core.management.base import BaseCommand, CommandError

from courses.catalogue.services import rebuild_index
from lms import search


class Command(BaseCommand):
    help = "Fills a new search index of courses and turns the alias to it."

    def handle(self, *args: Any, **options: Any) -> None:
        if not search.is_enabled():
            raise CommandError(
                "ELASTICSEARCH_URL is not set: courses are searched in the database, which needs no index."
            )
        try:
            count = rebuild_index()
        except search.SearchUnavailable as error:
            raise CommandError(f"Elasticsearch does not answer as asked: {error}") from error
        self.stdout.write(f"{count} courses indexed.")
