"""Where the public names live: read by `memchunk.__getattr__`, and let go of again."""

# One string where a dict would be natural: a tenth of the objects.
HOMES = (
    " View=view Chunk=chunk DecodeError=errors"
    " chunks=iterate windows=iterate read_chunks=iterate lines=iterate"
    " Ring=buffers.ring ChunkQueue=buffers.chunk_queue BufferPool=buffers.buffer_pool"
    " RecordQueue=buffers.record_queue"
    " Delta=codecs.delta Zigzag=codecs.zigzag Cobs=codecs.cobs Crc32=codecs.crc"
    " Blockpack=codecs.blockpack Unblockpack=codecs.unblockpack"
    " Descriptor=frame Frame=frame FrameReader=frame.reader"
    " Pipeline=flow StreamSource=flow I2cFifo=flow.i2c_fifo SpiFifo=flow.spi_fifo"
    " Lsm6dso=sensors.lsm6dso Mpu6050=sensors.mpu6050 Adxl345=sensors.adxl345 Bmp390=sensors.bmp390 "
)
