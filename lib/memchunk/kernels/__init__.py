"""The hot loops, one file a subject, in as many forms as pay: `plain` and `viper`.

    from memchunk import kernels
    kernels.crc.crc32(state, data, len(data))

A form has the same names, arguments and results as every other. `plain` is the readable oracle and what
CPython and boards without an emitter run; `viper` is machine code from the portable emitter. BACKEND names
the one in use, chosen here by what the package carries and the firmware can run. Subjects load on first use.

Only wrappers that have checked type, room, alignment and overlap call a kernel: a kernel checks nothing.
"""

BACKEND = None
_SUBJECTS = ("memory", "crc", "cobs", "blockpack", "delta")


def _load(backend, subject):
    path = __name__ + "." + backend + "." + subject
    return __import__(path, None, None, ("*",))


def use(backend):
    """Run the kernels of `backend` ("plain" or "viper") from here on; for tests and measurements.

    Raises ImportError or SyntaxError where the firmware has no such kernels; the choice then stands.
    Allocates: the modules. IRQ-safe: no.
    """
    global BACKEND
    _load(backend, "memory")
    BACKEND = backend
    for subject in _SUBJECTS:
        if subject in globals():
            globals()[subject] = _load(backend, subject)


def __getattr__(subject):
    if subject not in _SUBJECTS:
        raise AttributeError(subject)
    globals()[subject] = _load(BACKEND, subject)
    return globals()[subject]


try:
    use("viper")
except (ImportError, SyntaxError):  # CPython or a package built without it; firmware without an emitter
    use("plain")
