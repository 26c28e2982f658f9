package dev.periplus.calibrate;

import dev.periplus.capture.CaptureOutcome;
import dev.periplus.capture.ForwardingSink;
import dev.periplus.capture.PacketSink;
import dev.periplus.capture.PacketSource;
import java.util.List;

/** A source whose packets reach the sink in another form; its flows are noted on the way. */
final class FormSource implements PacketSource {
    private final PacketSource source;
    private final FormedFrame frame;

    /** @param notes receives the flows */
    FormSource(PacketSource source, Form form, PortMove move, FlowNotes notes) {
        this.source = source;
        frame = new FormedFrame(form, move, notes);
    }

    @Override
    public List<CaptureOutcome> read(PacketSink sink) {
        return source.read(new Forming(sink));
    }

    @Override
    public void stop() {
        source.stop();
    }

    @Override
    public void close() {
        source.close();
    }

    private final class Forming extends ForwardingSink {
        Forming(PacketSink sink) {
            super(sink);
        }

        @Override
        public void packet(
                byte[] bytes, int offset, int captured, int wire, long time, int link, int capture, long number) {
            if (frame.take(bytes, offset, captured, wire, link)) {
                sink.packet(frame.bytes(), frame.offset(), frame.captured(), wire, time, link, capture, number);
            }
        }
    }
}
