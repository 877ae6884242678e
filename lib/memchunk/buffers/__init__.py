"""Where bytes wait between a producer and a consumer."""
