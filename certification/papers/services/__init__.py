from certification.papers.services.blueprints import BlueprintInvalid, import_blueprint
from certification.papers.services.papers import BankShort, PaperCodeTaken, assemble_paper, verify_paper

__all__ = ["BankShort", "BlueprintInvalid", "PaperCodeTaken", "assemble_paper", "import_blueprint", "verify_paper"]
