package dev.periplus.transfer;

import dev.periplus.decode.Packet;
import dev.periplus.flow.Exchange;
import dev.periplus.flow.Flow;
import dev.periplus.flow.Heard;
import dev.periplus.flow.Said;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One followed flow: brings its packets into order, and takes the files out of them. */
public final class FlowFiles {
    private static final String HTTP = "http";
    private static final String SMB = "smb";
    private static final String SOCKS = "socks";

    private final Flow flow;
    private final CarriedFiles files;
    private final Carrier carrier;
    private final StreamOrder @Nullable [] order;
    private boolean failed;

    private FlowFiles(Exchange exchange, CarriedFiles files, Carrier carrier, HeldBytes held) {
        flow = exchange.flow();
        this.files = files;
        this.carrier = carrier;
        order = exchange.datagrams()
                ? null
                : new StreamOrder[] {new StreamOrder(0, carrier, held), new StreamOrder(1, carrier, held)};
    }

    /**
     * Begins to follow a flow, if it shows that it carries files; takes what was said of it so far.
     *
     * @param label of the flow, as far as it is known
     * @param whole whether a stream that has no framing of files is a file from its first byte on
     */
    static @Nullable FlowFiles begin(
            Exchange exchange,
            @Nullable String label,
            boolean whole,
            @Nullable Destination destination,
            HeldBytes held) {
        CarriedFiles files = new CarriedFiles(destination);
        if (exchange.datagrams()) {
            Said said = exchange.said(exchange.speakingSide());
            boolean block = TftpBlocks.isFirst(said.bytes(), 0, said.length())
                    && ("tftp".equals(label) || FileType.of(said.bytes(), 4, said.length() - 4) != null);
            return block ? new FlowFiles(exchange, files, new TftpBlocks(files, ""), held) : null;
        }
        Carrier carrier = framed(label, files, exchange.flow(), held);
        if (carrier != null) {
            return new FlowFiles(exchange, files, carrier, held).with(exchange, 0, 0);
        }
        return stream(exchange, whole, files, held);
    }

    private static @Nullable Carrier framed(@Nullable String label, CarriedFiles files, Flow flow, HeldBytes held) {
        return switch (label == null ? "" : label) {
            case HTTP -> new HttpBodies(files);
            case SMB -> new SmbFiles(files, held);
            case SOCKS -> new SocksSetup(new HttpBodies(files), flow.clientSide());
            default -> null;
        };
    }

    /** Whether a stream is a file, from the latest message on. */
    private static @Nullable FlowFiles stream(Exchange exchange, boolean whole, CarriedFiles files, HeldBytes held) {
        int side = exchange.speakingSide();
        Said said = exchange.said(side);
        int start = said.messageStart(Math.max(1, said.messages()));
        FileType type = FileType.of(said.bytes(), start, said.length() - start);
        boolean begins = type != null && (type.executable() || start == 0);
        if (!begins && !whole) {
            return null;
        }
        int from = whole ? 0 : start;
        int[] skipped = {said.length(), said.length()};
        skipped[side] = from;
        return new FlowFiles(exchange, files, new RawFile(files, side, ""), held)
                .with(exchange, skipped[0], skipped[1]);
    }

    /** Takes what both sides have said, from these offsets on. */
    private FlowFiles with(Exchange exchange, int from0, int from1) {
        int first = flow.clientSide();
        for (int side : new int[] {first, 1 - first}) {
            Said said = exchange.said(side);
            int from = Math.min(said.length(), side == 0 ? from0 : from1);
            if (said.length() > from) {
                carrier.bytes(side, said.bytes(), from, said.length() - from);
            }
            if (said.wireLength() > said.length() || said.length() >= Said.STREAM_LIMIT) {
                carrier.missing(side, Math.max(1, said.wireLength() - said.length()));
            }
            long next = exchange.next(side);
            StreamOrder[] sides = order;
            if (sides != null && next >= 0) {
                sides[side].begin((int) next);
            }
        }
        return this;
    }

    void hear(int side, Packet packet) {
        if (failed || Heard.isIgnored(flow, side, packet)) {
            return;
        }
        StreamOrder[] sides = order;
        try {
            if (sides != null) {
                sides[side].take(packet);
            } else {
                carrier.bytes(side, packet.bytes, packet.payloadOffset, packet.payloadCaptured);
                if (packet.payloadCaptured < packet.payloadLength) {
                    carrier.missing(side, packet.payloadLength - packet.payloadCaptured);
                }
            }
        } catch (RuntimeException e) {
            failed = true;
            throw e;
        }
    }

    /** The flow has ended. */
    void end() {
        for (int side = 0; side < 2; side++) {
            boolean closed = (flow.flags(side) & Packet.FIN) != 0;
            StreamOrder[] sides = order;
            if (sides == null) {
                carrier.ended(side, closed);
            } else {
                sides[side].end(closed);
            }
        }
    }

    /** The executables and archives in it, once it has ended. */
    List<CarriedFile> files() {
        return files.kept();
    }
}
