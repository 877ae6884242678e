"""The hot loops, one file a subject, in as many forms as pay: `plain` and `viper`.

    from memchunk import kernels
    kernels.link.crc32(state, data, len(data))

A form has the same names, arguments and results as every other. `plain` is the readable oracle and what
CPython and boards without an emitter run; `viper` is machine code from the portable emitter. BACKEND names
the one in use, chosen here by what the package carries and the firmware can run. A subject loads when it is
first asked for: constructors ask for theirs, so that no call has to.

Only wrappers that have checked type, room, alignment and overlap call a kernel: a kernel checks nothing.
"""

BACKEND: str  # chosen when it or a subject is first asked for; to force one, set it before that


def __getattr__(name):
    global BACKEND
    if "BACKEND" not in globals():  # not while importing: imports nest deep enough
        BACKEND = "viper"
        try:
            __import__(__name__ + ".viper.memory")
        except (ImportError, SyntaxError):  # CPython or a package without it; firmware without an emitter
            BACKEND = "plain"
    if name == "BACKEND":
        return BACKEND
    try:
        found = __import__(__name__ + "." + BACKEND + "." + name, None, None, (name,))
    except ImportError:
        raise AttributeError(name)
    globals()[name] = found
    return found
