"""The PC side of memchunk: captures into numpy arrays and CSV.

    from memchunk_host.decode import decode_file
    capture = decode_file("walk.mchk")
    capture[1].rows["ax"]
"""

from memchunk import __version__ as __version__  # one version for both sides
