from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lms.accounts.services import reencrypt_fields


class Command(BaseCommand):
    help = (
        "Writes every ID number and every webhook's secret again with the first of FIELD_ENCRYPTION_KEYS. "
        "Can be stopped and run again."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        unreadable = []
        for done in reencrypt_fields():
            self.stdout.write(f"{done.name}: {done.rewritten} written again, {done.current} had the first key already.")
            if done.unreadable:
                unreadable.append(f"{done.name} {', '.join(str(key) for key in done.unreadable)}")
        if unreadable:
            raise CommandError(
                f"No key of FIELD_ENCRYPTION_KEYS reads: {'; '.join(unreadable)}. Add the key that wrote it and run this again."
            )
        self.stdout.write("The keys behind the first one are needed no more.")
