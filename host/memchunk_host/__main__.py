"""`python -m memchunk_host` is the `memchunk` command."""

import sys

from memchunk_host.cli import main

if __name__ == "__main__":
    sys.exit(main())
