from tests.certification.certificates.conftest import (
    _no_visits_counted,
    certificate,
    key_folder,
    registrar_client,
    signing_keys,
)

__all__ = ["_no_visits_counted", "certificate", "key_folder", "registrar_client", "signing_keys"]
