"""Stand-ins for `machine` and `rp2`, where `import machine` finds them once this package is imported.

They behave as documented, bad days included, and the signatures of what they have are those of the stubs
(tests/host/test_fakes.py). What tests turn, a chip would not: `feed`, `convert`, `fire` and the like.
"""

import sys

import fakes.machine
import fakes.rp2

sys.modules["machine"] = fakes.machine
sys.modules["rp2"] = fakes.rp2
