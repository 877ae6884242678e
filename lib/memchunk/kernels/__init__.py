"""The hot loops, one file a subject, in as many forms as pay: `plain`, `viper` and `thumb`.

    from memchunk import kernels
    kernels.link.crc32(state, data, len(data))

A form has the same names, arguments and results as every other (for none, `thumb` gives 0). `plain` is the
readable oracle and what CPython and boards without an emitter run; `viper` is machine code from the portable
emitter, `thumb` is written by hand for every Arm board, where that pays. BACKEND names the one in use, the best
that the package carries and the firmware runs; a subject that it lacks comes in the next one. A subject loads when
it is first asked for: constructors ask for theirs, so that no call has to.

Only wrappers that have checked type, room, alignment and overlap call a kernel: a kernel checks nothing.
"""

BACKEND: str  # chosen when it or a subject is first asked for; to force one, set it before that


def __getattr__(name):
    global BACKEND
    forms = "thumb viper plain".split()  # and so these leave no names behind
    if "BACKEND" not in globals():  # not while importing: imports nest deep enough
        for BACKEND in forms:
            try:
                __import__(__name__ + "." + BACKEND)
                break
            except (ImportError, SyntaxError):  # CPython or a package without it; firmware without an emitter
                pass
    if name == "BACKEND":
        return BACKEND
    for form in forms[forms.index(BACKEND) :]:
        try:
            found = __import__(__name__ + "." + form + "." + name, None, None, (name,))
            globals()[name] = found
            return found
        except ImportError:  # this form lacks the subject
            pass
    raise AttributeError(name)


def hasten(part, *things):
    """Give `things` what module `part` of `memchunk.hot` has for them, where package and firmware have it.

    Allocates: that. IRQ-safe: no.
    """
    if __getattr__("BACKEND") != "plain":
        try:
            __import__("memchunk.hot." + part, None, None, ("bind",)).bind(*things)
        except (ImportError, SyntaxError):  # a package, or firmware, without it
            pass
