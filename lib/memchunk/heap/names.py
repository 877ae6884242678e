"""Where the names of this room live: asked by its `__getattr__`, and let go of again."""

# A module must not share its name with what it gives: importing it would put it in that one's place.
_HOMES = (
    " MemoryBudgetError=budgets profile=profiler"
    " inspect=inspector fits=inspector Record=inspector"
    " census=objects difference=objects referrers=references audit=references"
    " gc_cost=cost IdleGC=collect threshold=collect PauseHistogram=collect "
)


def find(name, globals):
    """The function, class or module `name`, which `globals` then have as well. Raises AttributeError."""
    at = _HOMES.find(" " + name + "=") + 1
    home = _HOMES[at + len(name) + 1 : _HOMES.find(" ", at)] if at else name
    try:
        found = __import__("memchunk.heap." + home, None, None, (name,))
    except ImportError:
        if at:
            raise
        raise AttributeError(name)
    if at:
        globals[name] = found = getattr(found, name)
    return found
