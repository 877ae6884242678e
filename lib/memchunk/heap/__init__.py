"""See and bound the heap: guards, inspector, profiler, census, idle collection.

    from memchunk.heap import no_alloc, budget, steady, leaks
    from memchunk import heap
    print(heap.inspect())

Names load their module on first use: the guards cost no more than the guards.
"""

# A module must not share its name with what it gives: importing it would put it in that one's place.
_HOMES = (
    " no_alloc=guards budget=guards steady=proofs leaks=proofs profile=profiler"
    " inspect=inspector fits=inspector Record=inspector"
    " census=objects snapshot=objects difference=objects referrers=objects audit=objects"
    " gc_cost=collect IdleGC=collect threshold=collect PauseHistogram=collect "
)


def __getattr__(name):
    at = _HOMES.find(" " + name + "=") + 1
    if not at:
        raise AttributeError(name)
    home = "memchunk.heap." + _HOMES[at + len(name) + 1 : _HOMES.find(" ", at)]
    globals()[name] = found = getattr(__import__(home, None, None, (name,)), name)
    return found
