"""One format a file: into another buffer, or in place on a Chunk."""
