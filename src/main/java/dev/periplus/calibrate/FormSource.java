package dev.periplus.calibrate;

import dev.periplus.capture.ForwardingSink;
import dev.periplus.capture.ForwardingSource;
import dev.periplus.capture.PacketSink;
import dev.periplus.capture.PacketSource;

/** A source whose packets reach the sink in another form; its flows are noted on the way. */
final class FormSource extends ForwardingSource {
    private final FormedFrame frame;

    /** @param notes receives the flows */
    FormSource(PacketSource source, Form form, PortMove move, FlowNotes notes) {
        super(source);
        frame = new FormedFrame(form, move, notes);
    }

    @Override
    protected PacketSink before(PacketSink sink) {
        return new Forming(sink);
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
