from dataclasses import dataclass

from tests.e2e.newcomer import Newcomer
from tests.e2e.signing_in import Accounts
from tests.e2e.visitors import Visitor, Way, Windows
from tests.services.site import Site


@dataclass(frozen=True)
class Story:
    me: Visitor  # the newcomer's own window
    newcomer: Newcomer
    way: Way
    windows: Windows
    accounts: Accounts
    site: Site

    @property
    def run(self) -> str:
        code: str = self.site.demo["run_under_way"]["code"]
        return code

    @property
    def sitting(self) -> dict[str, str]:
        described: dict[str, str] = self.site.demo["open_sitting"]
        return described
