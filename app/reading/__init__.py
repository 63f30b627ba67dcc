"""From a pasted text to what each of its sentences asserts; no web, no database, no clock."""
