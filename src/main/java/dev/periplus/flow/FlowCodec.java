package dev.periplus.flow;

import dev.periplus.address.Transport;
import dev.periplus.decode.Packet;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Encodes ended flows as bytes and decodes them, without what was found about them, but with their {@link FlowParts}.
 * Only the version that wrote the bytes can read them.
 */
public final class FlowCodec {
    /** Flag beside the client's side: bytes have shown the direction. */
    private static final int SHOWN = 2;

    /** Flag beside it: the flow has {@link FlowParts}. */
    private static final int PARTS = 4;

    private static final Flow.Direction[] DIRECTIONS = Flow.Direction.values();
    private static final FlowEnd[] ENDS = FlowEnd.values();

    private FlowCodec() {}

    public static void write(Flow flow, DataOutput out) throws IOException {
        write(flow, flow.parts, out);
    }

    /** Writes a flow with these parts in place of its own. */
    static void write(Flow flow, FlowParts parts, DataOutput out) throws IOException {
        boolean isAlone = parts.equals(FlowParts.NONE);
        out.writeLong(flow.high0);
        out.writeLong(flow.low0);
        out.writeLong(flow.high1);
        out.writeLong(flow.low1);
        out.writeChar(flow.port0);
        out.writeChar(flow.port1);
        out.writeInt(flow.protocol());
        out.writeByte(flow.ipVersion());
        out.writeInt(flow.vlan());
        out.writeLong(flow.tunnel);
        out.writeInt(flow.tunnelKinds());
        out.writeInt(flow.capture());
        out.writeLong(flow.firstPacket());
        out.writeLong(flow.start);
        out.writeLong(flow.end);
        out.writeByte(flow.clientSide | (flow.shown ? SHOWN : 0) | (isAlone ? 0 : PARTS));
        out.writeByte(flow.direction.ordinal());
        out.writeByte(flow.endReason.ordinal());
        out.writeLong(flow.lastClock);
        out.writeLong(flow.packets0);
        out.writeLong(flow.packets1);
        out.writeLong(flow.bytes0);
        out.writeLong(flow.bytes1);
        out.writeLong(flow.payload0);
        out.writeLong(flow.payload1);
        out.writeByte(flow.flags0);
        out.writeByte(flow.flags1);
        out.writeInt(flow.large0);
        out.writeInt(flow.large1);
        out.writeInt(flow.bursts0);
        out.writeInt(flow.bursts1);
        out.writeByte(flow.lacks);
        out.writeInt(flow.opening);
        Rhythm.write(flow.rhythm, out);
        Mixture.write(flow.mixture, out);
        out.writeInt(flow.digest);
        if (flow.protocol() == Packet.TCP) {
            flow.streams().of(0).write(out);
            flow.streams().of(1).write(out);
        }
        if (!isAlone) {
            parts.write(out);
        }
    }

    /**
     * Reads a flow.
     *
     * @param firstCapture index in this run of the first capture of the run that wrote the flow
     * @throws DamagedStateException if no flow can have these values
     */
    public static Flow read(DataInput in, int firstCapture) throws IOException {
        return read(in, firstCapture, true);
    }

    /** @param whole whether the flow may have {@link FlowParts} */
    static Flow read(DataInput in, int firstCapture, boolean whole) throws IOException {
        Packet first = new Packet();
        first.sourceHigh = in.readLong();
        first.sourceLow = in.readLong();
        first.destinationHigh = in.readLong();
        first.destinationLow = in.readLong();
        first.sourcePort = in.readChar();
        first.destinationPort = in.readChar();
        first.protocol = in.readInt();
        first.ipVersion = in.readByte();
        require(first.protocol >= 0 && (first.ipVersion == 0) == Transport.isFrame(first.protocol));
        require(first.ipVersion == 0 || first.ipVersion == 4 || first.ipVersion == 6);
        first.vlan = in.readInt();
        first.tunnel = in.readLong();
        first.tunnelKinds = in.readInt();
        int capture = in.readInt();
        first.capture = firstCapture + capture;
        first.number = in.readLong();
        first.time = in.readLong();
        Flow flow = new Flow(first);
        flow.end = in.readLong();
        require(capture >= 0 && first.number > 0 && first.time >= 0 && flow.end >= first.time);
        int client = in.readUnsignedByte();
        require(client <= (1 | SHOWN | (whole ? PARTS : 0)));
        flow.clientSide = (byte) (client & 1);
        flow.shown = (client & SHOWN) != 0;
        flow.direction = oneOf(DIRECTIONS, in);
        flow.ended(oneOf(ENDS, in), in.readLong());
        count(flow, in);
        if ((client & PARTS) != 0) {
            flow.parts = FlowParts.read(in, firstCapture);
        }
        return flow;
    }

    private static void count(Flow flow, DataInput in) throws IOException {
        flow.packets0 = in.readLong();
        flow.packets1 = in.readLong();
        flow.bytes0 = in.readLong();
        flow.bytes1 = in.readLong();
        flow.payload0 = in.readLong();
        flow.payload1 = in.readLong();
        flow.flags0 = in.readByte();
        flow.flags1 = in.readByte();
        flow.large0 = in.readInt();
        flow.large1 = in.readInt();
        flow.bursts0 = in.readInt();
        flow.bursts1 = in.readInt();
        flow.lacks = in.readByte();
        flow.opening = in.readInt();
        flow.rhythm = Rhythm.read(in);
        flow.mixture = Mixture.read(in);
        flow.digest = in.readInt();
        if (flow.protocol() == Packet.TCP) {
            flow.streams = new Streams(StreamSide.read(in), StreamSide.read(in));
        }
        long signs = flow.packets0 | flow.packets1 | flow.bytes0 | flow.bytes1 | flow.payload0 | flow.payload1;
        signs |= flow.missed(0) | flow.missed(1);
        require((signs | flow.large0 | flow.large1 | flow.bursts0 | flow.bursts1) >= 0);
    }

    private static <T> T oneOf(T[] values, DataInput in) throws IOException {
        int number = in.readUnsignedByte();
        require(number < values.length);
        return values[number];
    }

    static void require(boolean possible) throws DamagedStateException {
        if (!possible) {
            throw new DamagedStateException("a flow has impossible values");
        }
    }
}
