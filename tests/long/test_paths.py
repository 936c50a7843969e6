#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""The walks of tests/api/test_paths.py, many and long, from another seed each time: PATHS_SEED= makes them again,
but for who is first of two at once and for ids that the service draws."""
import os
import runpy
import sys
import time
from pathlib import Path

API = Path(__file__).resolve().parents[1] / "api"
for name, value in (("SEED", int(time.time())), ("WALKS", 20), ("STEPS", 250), ("TELL", 1)):
    os.environ.setdefault("PATHS_" + name, str(value))
sys.path.insert(0, str(API))
runpy.run_path(str(API / "test_paths.py"), run_name="__main__")
