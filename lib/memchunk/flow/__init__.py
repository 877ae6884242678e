"""From a source through stages to a sink."""
