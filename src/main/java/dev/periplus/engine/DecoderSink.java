package dev.periplus.engine;

import dev.periplus.capture.CaptureSet;
import dev.periplus.capture.FilterException;
import dev.periplus.capture.PacketSink;
import dev.periplus.decode.Aggregate;
import dev.periplus.decode.Decoder;
import dev.periplus.decode.PacketHandler;
import dev.periplus.ring.InputClock;
import java.util.List;

/** Passes packets to a decoder on the reading thread, without the ring; used to read captures again. */
public final class DecoderSink implements PacketSink {
    private final Decoder decoder;
    private final InputClock clock = new InputClock();

    DecoderSink(Decoder decoder) {
        this.decoder = decoder;
    }

    /** Reads captures to their end and passes their decoded packets on. */
    public static void read(List<String> captures, Engine.Settings settings, PacketHandler packets)
            throws FilterException {
        Decoder decoder = new Decoder(settings.decode(), packets);
        try (CaptureSet set = new CaptureSet(captures, settings.capture())) {
            set.read(new DecoderSink(decoder));
        }
        decoder.flush();
    }

    @Override
    public void packet(
            byte[] bytes, int offset, int captured, int wire, long time, int link, int capture, long number) {
        clock.hear(time);
        decoder.clock(clock.now());
        decoder.decode(bytes, offset, captured, wire, link, time, capture, number);
        int further = Aggregate.further(bytes, offset, captured, link);
        for (int place = 1; place <= further; place++) {
            int of = Aggregate.linkType(link, place);
            decoder.decode(bytes, offset, captured, wire, of, time, capture, number);
        }
    }
}
