package dev.periplus.synthetic;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes one section of pcapng (draft-ietf-opsawg-pcapng): section header, interfaces, enhanced packets. */
final class PcapngFile {
    private static final int SECTION = 0x0a0d0d0a;
    private static final int BYTE_ORDER_MAGIC = 0x1a2b3c4d;
    private static final int INTERFACE = 1;
    private static final int ENHANCED_PACKET = 6;
    private static final int COMMENT = 1;
    private static final int IF_NAME = 2;
    private static final int IF_TSRESOL = 9;
    private static final int ETHERNET = 1;

    /**
     * An interface of a section.
     *
     * @param digits decimal digits of the fractional second in its timestamps: 6 or 9
     */
    record Port(String name, int snapLength, int digits) {}

    private final List<Port> ports;
    private final Ordered out;

    PcapngFile(boolean littleEndian, List<Port> ports) {
        this.ports = ports;
        out = new Ordered(littleEndian);
    }

    /** Returns a file with one little-endian section. */
    static Capture capture(String file, Trace trace, String comment, Port... ports) {
        return new Capture(
                file, new PcapngFile(true, List.of(ports)).section(comment, trace.frames()), trace.expected());
    }

    /** Returns the section with its interfaces and packets. */
    byte[] section(String comment, List<Frame> frames) {
        Ordered header = out.same().u32(BYTE_ORDER_MAGIC).u16(1).u16(0).u32(-1).u32(-1);
        option(header, COMMENT, comment.getBytes(StandardCharsets.UTF_8));
        block(SECTION, header.u32(0));
        for (Port port : ports) {
            Ordered body = out.same().u16(ETHERNET).u16(0).u32(port.snapLength());
            option(body, IF_NAME, port.name().getBytes(StandardCharsets.UTF_8));
            option(body, IF_TSRESOL, new byte[] {(byte) port.digits()});
            block(INTERFACE, body.u32(0));
        }
        frames.forEach(this::packet);
        return out.array();
    }

    private void packet(Frame frame) {
        Port port = ports.get(frame.port());
        byte[] kept = frame.snapped(port.snapLength());
        long stamp = port.digits() == 9 ? frame.time() : frame.time() / 1000;
        Ordered body = out.same().u32(frame.port()).u32(stamp >>> 32).u32(stamp);
        block(ENHANCED_PACKET, body.u32(kept.length).u32(frame.bytes().length).padded(kept));
    }

    private static void option(Ordered body, int code, byte[] value) {
        body.u16(code).u16(value.length).padded(value);
    }

    private void block(int type, Ordered body) {
        byte[] bytes = body.array();
        int length = bytes.length + 12;
        out.u32(type).u32(length).raw(bytes).u32(length);
    }
}
