"""A chunk as a self-describing frame, and the reader of frames. docs/wire-format.md is normative."""
