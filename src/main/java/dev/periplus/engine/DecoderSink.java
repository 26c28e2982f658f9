package dev.periplus.engine;

import dev.periplus.capture.PacketSink;
import dev.periplus.decode.Decoder;

/** Passes packets to a decoder on the reading thread, without the ring; used to read captures again. */
public final class DecoderSink implements PacketSink {
    private final Decoder decoder;
    private long clock = Long.MIN_VALUE / 2;

    public DecoderSink(Decoder decoder) {
        this.decoder = decoder;
    }

    @Override
    public void packet(
            byte[] bytes, int offset, int captured, int wire, long time, int link, int capture, long number) {
        clock = Math.max(clock, time);
        decoder.clock(clock);
        decoder.decode(bytes, offset, captured, wire, link, time, capture, number);
    }
}
