"""The heap inspector against the collector's own figures."""

from skip import Skip


def test_inspector():
    try:
        from memchunk import heap
    except (AttributeError, ImportError):
        raise Skip("this package has no heap inspector yet")
    raise AssertionError("there is one now: hold %s to gc.mem_free() here" % heap)
