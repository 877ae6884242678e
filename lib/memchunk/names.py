"""Where the public names live: read by `memchunk.__getattr__`, and let go of again."""

# One string where a dict would be natural: a tenth of the objects.
HOMES = (
    " View=view Chunk=chunk DecodeError=errors"
    " chunks=iterate windows=iterate read_chunks=iterate lines=iterate"
    " Ring=buffers.ring ChunkQueue=chunk_queue BufferPool=buffers.buffer_pool"
    " RecordQueue=buffers.record_queue"
    " Delta=codecs.delta Zigzag=codecs.zigzag Cobs=codecs.cobs Crc32=codecs.crc"
    " Blockpack=codecs.blockpack Unblockpack=codecs.unblockpack"
    " CobsR=codecs.cobsr Slip=codecs.slip SlipDecoder=codecs.slip Varint=codecs.varint Rice=codecs.rice"
    " Pack12=codecs.pack12 Hex=codecs.hex HexDecoder=codecs.hex Base64=codecs.base64 Base64Encoder=codecs.base64"
    " Base64Decoder=codecs.base64 Csv=codecs.csv CborWriter=codecs.cbor_writer CborReader=codecs.cbor_reader"
    " Ulaw=codecs.g711 Alaw=codecs.g711 ImaAdpcm=codecs.adpcm"
    " Crc=codecs.catalogue Fletcher16=codecs.checksums Adler32=codecs.checksums"
    " Byteswap=dsp.byteswap Calibrate=dsp.calibrate Remap=dsp.remap Statistics=dsp.statistics"
    " Histogram=dsp.histogram Threshold=dsp.events ZeroCrossing=dsp.events Boxcar=dsp.boxcar Cic=dsp.cic"
    " MovingAverage=dsp.moving_average Fir=dsp.fir Biquad=dsp.biquad copy=memory"
    " Descriptor=frame Frame=frame FrameReader=frame.reader"
    " Pipeline=flow StreamSource=flow AdcDma=flow.adc_dma TimerSource=flow.timer"
    " UartSource=flow.uart I2sSource=flow.i2s Esp32Adc=flow.esp32_adc I2cFifo=flow.i2c_fifo SpiFifo=flow.spi_fifo"
    " StreamSink=flow.sinks SocketSink=flow.sinks FileSink=flow.sinks"
    " Lsm6dso=sensors.lsm6dso Mpu6050=sensors.mpu6050 Adxl345=sensors.adxl345 Bmp390=sensors.bmp390 "
)
