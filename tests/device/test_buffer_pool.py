"""BufferPool: taken and given back in any order."""

from helpers import Random, raises, refuses

from memchunk import BufferPool, Chunk


def test_any_order_against_a_list():
    for count in (1, 2, 5):
        for start in range(2 * count):
            pool = BufferPool(count, 4, headroom=3, tailroom=2)
            pool._read = start
            pool._write = (start + count) % (2 * count)
            random, out = Random(start), []
            for _ in range(200):
                if random.below(2):
                    chunk = pool.claim()
                    assert (chunk is None) == (len(out) == count)
                    if chunk:
                        assert not any(chunk is other for other in out)
                        out.append(chunk)
                        chunk.view[:] = bytes([len(out)] * 4)
                elif out:
                    pool.release(out.pop(random.below(len(out))))
                assert pool.any() == count - len(out) and pool.free() == len(out)


def test_what_a_chunk_held_is_nobody_elses():
    pool = BufferPool(3, 4, headroom=4, tailroom=4)
    chunks = [pool.claim() for _ in range(3)]
    for i, chunk in enumerate(chunks):
        chunk.push(chunk.headroom).add(chunk.tailroom)
        chunk.view[:] = bytes([i] * len(chunk.view))
    for i, chunk in enumerate(chunks):
        assert bytes(chunk.view) == bytes([i] * len(chunk.view))


def test_a_claimed_chunk_is_as_new():
    pool = BufferPool(1, 6, headroom=5, tailroom=1)
    chunk = pool.claim()
    assert len(chunk.view) == 6 and chunk.headroom >= 5 and chunk.tailroom >= 1
    chunk.push(2).trim(3)
    chunk.rows, chunk.enc = 3, 1
    pool.release(chunk)
    chunk = pool.claim()
    assert len(chunk.view) == 6 and chunk.headroom >= 5 and chunk.rows == 0 and chunk.enc == 0


def test_what_is_not_out_is_refused():
    pool, other = BufferPool(2, 4), BufferPool(2, 4)
    chunk = pool.claim()
    for wrong in (other.claim(), Chunk(bytearray(4)), None):
        refuses("chunk", ValueError, pool.release, wrong)
    pool.release(chunk)
    refuses("chunk", ValueError, pool.release, chunk)
    assert pool.any() == 2 and pool.claim() is not pool.claim() and pool.claim() is None


def test_senseless_arguments_are_refused():
    for count in (0, -1):
        raises(ValueError, BufferPool, count, 4)
    for arguments in ((256, 4), (2, 0), (2, 4, -1), (2, 4, 0, -1)):
        refuses("size", ValueError, BufferPool, *arguments)
