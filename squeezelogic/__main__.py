"""`python -m squeezelogic` is the command line."""

import sys

from squeezelogic.cli.main import main

sys.exit(main())
