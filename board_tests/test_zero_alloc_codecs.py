"""Codecs of numbers allocate nothing with the kernels of this very board, by both proofs.

The long tables are tests/device/test_alloc_*.py; here a class has one call of all that a chunk needs of it.
"""

from proofs import DATA, OUT, both_ways, chunk, fill, made, proved


def test_differences_and_packing():
    proved(
        delta=both_ways(made("Delta", 3)),
        zigzag=both_ways(made("Zigzag")),
        varint=both_ways(made("Varint")),
        varint_of_32_bits=both_ways(made("Varint", 4)),
        pack12=both_ways(made("Pack12", "mipi", signed=True)),
        blockpack=in_two_classes(made("Blockpack", 3), made("Unblockpack", 3)),
        rice=in_two_classes(made("Rice", 3), made("Unrice", 3)),
    )


def in_two_classes(encoder, decoder):
    """Into other memory and in place, there and back."""
    code = bytearray(encoder.max_len(len(DATA)))
    code = bytes(code[: encoder.encode_into(DATA, code)])

    def call():
        encoder.encode_into(DATA, OUT)
        decoder.decode_into(code, OUT, 12)
        fill(DATA)
        encoder(chunk)
        decoder.decode(chunk)

    call()
    assert chunk.view == DATA
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
