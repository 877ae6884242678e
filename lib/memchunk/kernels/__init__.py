"""The hot loops, one file a subject, in as many forms as pay: `plain` and `viper`.

    from memchunk import kernels
    kernels.crc.crc32(state, data, len(data))

A form has the same names, arguments and results as every other. `plain` is the readable oracle and what
CPython and boards without an emitter run; `viper` is machine code from the portable emitter. BACKEND names
the one in use, chosen here by what the package carries and the firmware can run. A subject loads when it is
first asked for: constructors ask for theirs, so that no call has to.

Only wrappers that have checked type, room, alignment and overlap call a kernel: a kernel checks nothing.
"""

BACKEND: str  # chosen when it or a subject is first asked for
_SUBJECTS = ("memory", "view", "search", "crc", "cobs", "blockpack", "unblockpack", "delta", "fifo")


def __getattr__(name):
    global BACKEND
    if "BACKEND" not in globals():  # not while importing: imports nest deep enough
        BACKEND = "plain"
        try:
            use("viper")
        except (ImportError, SyntaxError):  # CPython or a package without it; firmware without an emitter
            pass
    if name in _SUBJECTS:
        globals()[name] = __import__(__name__ + "." + BACKEND + "." + name, None, None, (name,))
    elif name != "BACKEND":
        raise AttributeError(name)
    return globals()[name]


def use(backend):
    """Run the kernels of `backend` ("plain" or "viper") from here on; for tests and measurements.

    Codecs keep those that they were made with. Raises ImportError or SyntaxError where the firmware has no
    such kernels; the choice then stands. Allocates: the modules. IRQ-safe: no.
    """
    global BACKEND
    __import__(__name__ + "." + backend + ".memory")
    BACKEND = backend
    for subject in _SUBJECTS:
        globals().pop(subject, None)
