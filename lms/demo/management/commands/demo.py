import json
from argparse import ArgumentParser
from io import StringIO
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from lms.demo.queries import describe_demo, second_factors
from lms.demo.services import build_demo


class Command(BaseCommand):
    help = "Makes the demonstration association; running it again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print accounts and examples for scripts")
        parser.add_argument("--codes", action="store_true", help="print the staff's six-digit codes of the moment")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        # Certificates are signed as they are rendered, and nothing is issued without a key. Not told: stdout may be JSON.
        call_command("make_keys", stdout=StringIO())
        made = build_demo(now=now)
        if options["json"]:
            self.stdout.write(json.dumps(describe_demo(now=now), ensure_ascii=False, indent=1))
        elif options["codes"]:
            for email, code in second_factors(now=now):
                self.stdout.write(f"{code}  {email}")
        else:
            self.stdout.write("The demonstration is made." if made else "The demonstration is here already.")
