"""The reading model where it runs."""

import os
import subprocess
import sys

TOLD = """
import app, numpy, psutil
numpy.ones((500, 500)) @ numpy.ones((500, 500))
print(psutil.Process().num_threads())
"""


def test_a_check_adds_its_sums_in_the_thread_that_asks() -> None:
    """Threads of numpy's library would wait for the next sums by spinning, and take the cores from other visitors."""
    unset = {name: value for name, value in os.environ.items() if "NUM_THREADS" not in name}
    done = subprocess.run([sys.executable, "-c", TOLD], env=unset, capture_output=True, text=True, check=True)  # noqa: S603 - our own words
    assert done.stdout == "1\n"
