"""Clinic Claim Checker: what a clinic says, claim by claim, beside what the evidence shows."""

import os

# The sums of a check are small. OpenBLAS, which numpy uses, would share each among as many threads as there are cores,
# and these then wait for the next by spinning: on two cores that took half of all work (docs/speed.md). It asks for
# the number when numpy is first imported, so this is set before anything of the project is.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

__version__ = "0.1.0"
