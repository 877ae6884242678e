"""What runs once a chunk, in machine code from the portable emitter: it takes the place of methods of the same names.

    hot.queue.bind(queue, ChunkQueue)

The methods themselves are the readable form, what a port without an emitter runs, and the twin that tests hold
this one to. Constructors call `bind` by `kernels.hasten`; firmware without an emitter never loads this, and a package
may leave it out, as one for a PC does, where a call costs little. On a Pico a method of a class takes 5 µs to be found
and each attribute another 1 or 2, so what counts is a closure, with what it needs in its cells. Cells and arguments
together are five at the most: a call of a closure that has more takes its frame from the heap.
"""
