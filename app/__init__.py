"""Clinic Claim Checker: what a clinic says, claim by claim, beside what the evidence shows."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("clinic-claim-checker")
except PackageNotFoundError:  # run from the tree without being installed
    __version__ = "0"
