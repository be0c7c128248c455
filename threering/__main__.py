"""`python -m threering` is the `threering` command; the supervisor starts its children so."""

from __future__ import annotations

import sys

from threering.runtime.cli import main

sys.exit(main())
