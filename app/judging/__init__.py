"""From readings and evidence to verdicts with their reasons; no web, no database, no clock."""
