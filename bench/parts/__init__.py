"""What `make bench` times through the public classes, a file a part; device.py says how a bench looks."""
