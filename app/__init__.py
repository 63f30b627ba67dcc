"""Clinic Claim Checker: what a clinic says, claim by claim, beside what the evidence shows."""

__version__ = "0.1.0"
