"""`python -m squeezelogic` is the command line."""

import sys

from squeezelogic.cli import main

sys.exit(main())
