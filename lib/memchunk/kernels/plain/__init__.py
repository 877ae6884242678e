"""The kernels in plain Python: the oracle of every other form."""
