"""What a module promises: names of its functions and methods whose docstrings say `Allocates: 0 B`; on CPython.

    assert promised(["memchunk.flow.uart"]) == {"UartSource.fill", "UartSource.stop"}
    assert unproved("flow.uart", {"UartSource.fill": call, "UartSource.stop, unstarted": another}) == (set(), set())
"""


def promised(modules):
    """Of all `modules`, by full name; methods as Class.method."""
    import importlib
    import inspect

    found = set()
    for module in modules:
        for name, thing in vars(importlib.import_module(module)).items():
            members = {}
            if getattr(thing, "__module__", None) == module:
                if inspect.isfunction(thing):
                    members = {name: thing}
                elif inspect.isclass(thing):
                    members = {name + "." + member: made for member, made in vars(thing).items()}
            for member, made in members.items():
                public = not member.split(".")[-1].startswith("_") or member.endswith("__call__")
                if public and "Allocates: 0 B" in (made.__doc__ or ""):
                    found.add(member)
    return found


def unproved(modules, calls):
    """What `modules`, names within memchunk with spaces between, promise and no key of `calls` names; and the reverse.

    A key is a promised name, and what is special about the call after a comma.
    """
    wanted = promised(["memchunk." + name for name in modules.split()])
    covered = {name.split(",")[0] for name in calls}
    return wanted - covered, covered - wanted
