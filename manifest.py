"""Freeze memchunk into firmware: its code then stays in flash, and an import takes about a third of the heap.

    include("memchunk/manifest.py")                           # in your board's manifest
    include("memchunk/manifest.py", kernels="viper thumb")    # for an Arm board: the fastest
    include("memchunk/manifest.py", kernels="plain")          # of a port whose mpy-cross has no -march

The port tells mpy-cross its architecture, so the viper kernels become machine code for that very board.
"SyntaxError: invalid arch" from its build is such a port; the unix one takes MPY_CROSS_FLAGS=-march=x64.
"""

import json

options.defaults(kernels="viper")

with open("package.json") as file:  # the folder of a manifest is the current one while it is read
    device = json.load(file)

metadata(description="Chunked streaming in fixed memory", version=device["version"], license="MIT")

# Of the kernels only the form that will run; memchunk takes the fastest that it finds.
forms, wanted = {"plain", "viper", "thumb"}, set(options.kernels.split())
if not wanted or wanted - forms:
    raise ValueError("kernels: plain, viper or thumb, not {!r}".format(options.kernels))
unused = tuple("memchunk/kernels/" + form for form in forms - wanted)
if wanted == {"plain"}:
    unused += ("memchunk/hot/",)
names = [name[len("memchunk/") :] for name, _ in device["urls"] if not name.startswith(unused)]

package("memchunk", files=names, base_path="lib", opt=3)
