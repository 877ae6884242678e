"""Codecs of numbers allocate nothing with the kernels of this very board, by both proofs.

The long tables are tests/device/test_alloc_*.py; here a class has one call of all that a chunk needs of it.
"""

from proofs import DATA, OUT, both_ways, chunk, fill, made, proved


def test_differences_and_packing():
    packed = memoryview(bytearray(100))
    size = made("Blockpack", 3).encode_into(DATA, packed)
    unpack, packed = made("Unblockpack", 3), packed[:size]
    proved(
        delta=both_ways(made("Delta", 3)),
        zigzag=both_ways(made("Zigzag")),
        varint=both_ways(made("Varint")),
        varint_of_32_bits=both_ways(made("Varint", 4)),
        pack12=both_ways(made("Pack12", "mipi", signed=True)),
        blockpack=encoded(made("Blockpack", 3)),
        unblockpack=lambda: unpack.decode_into(packed, OUT, 12),
        rice=both_ways(made("Rice", 3), 12),
    )


def encoded(codec):
    """Where another class decodes."""

    def call():
        codec.encode_into(DATA, OUT)
        fill(DATA)
        codec(chunk)

    return call


def test_audio():
    proved(
        ulaw=both_ways(made("Ulaw")),
        alaw=both_ways(made("Alaw")),
        adpcm=both_ways(made("ImaAdpcm", 3)),
        adpcm_with_a_header=both_ways(made("ImaAdpcm", 3, header=True)),
    )


def test_the_proof_names_what_allocates():
    try:
        proved(slice=lambda: DATA[1:9], length=lambda: len(DATA))
    except AssertionError as error:
        assert "slice" in str(error) and "length" not in str(error)
        return
    raise AssertionError("nothing was seen")
