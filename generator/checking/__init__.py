"""Checks of finished documents, generated or edited by hand, for what a careful reader would notice."""

from generator.checking.check import CheckResult, check_documents, check_target
from generator.checking.remark import Remark, Severity

__all__ = ["CheckResult", "Remark", "Severity", "check_documents", "check_target"]
