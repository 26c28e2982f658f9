package dev.periplus.classify;

import dev.periplus.address.Address;
import dev.periplus.address.Endpoint;
import dev.periplus.answer.HostFact;
import dev.periplus.decode.Packet;
import dev.periplus.flow.DamagedStateException;
import dev.periplus.flow.Role;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Encodes announcements to bytes and decodes them. */
final class AnnouncementCodec {
    /** Indexed by the number that encodes the role. */
    private static final @Nullable Role[] ROLES = {Role.SERVER, Role.CLIENT, null};

    private static final int FLOW = 0;
    private static final int NAME = 1;
    private static final int REFUSAL = 2;
    private static final int HOST = 3;

    private static final HostFact.Kind[] KINDS = HostFact.Kind.values();
    private static final HostFact.Grade[] GRADES = HostFact.Grade.values();

    private AnnouncementCodec() {}

    static void write(Announcement announcement, DataOutput out) throws IOException {
        announcement.to(new Writer(out));
    }

    private record Writer(DataOutput out) implements Announcement.Taker<IOException> {
        @Override
        public void take(FlowAnnouncement flow) throws IOException {
            begin(FLOW, flow);
            Expected expected = flow.expected();
            out.writeUTF(expected.label());
            out.writeByte(expected.protocol());
            out.writeByte(Arrays.asList(ROLES).indexOf(expected.role()));
            out.writeDouble(expected.weight());
            out.writeBoolean(expected.anyForm());
            Address other = flow.other();
            write(flow.address(), out);
            out.writeChar(flow.port());
            write(other == null ? Address.ANY : other, out);
        }

        @Override
        public void take(NameAnnouncement name) throws IOException {
            begin(NAME, name);
            write(name.address(), out);
            write(name.asker(), out);
        }

        @Override
        public void take(RefusalAnnouncement refusal) throws IOException {
            begin(REFUSAL, refusal);
            write(refusal.sender(), out);
            write(refusal.addressed(), out);
        }

        @Override
        public void take(HostAnnouncement announcement) throws IOException {
            begin(HOST, announcement);
            HostFact fact = announcement.fact();
            byte[] bytes = fact.bytes();
            write(fact.host(), out);
            out.writeByte(fact.kind().ordinal());
            out.writeByte(fact.grade().ordinal());
            out.writeUTF(fact.source());
            write(fact.by(), out);
            out.writeInt(fact.offset());
            out.writeByte(bytes == null ? -1 : bytes.length);
            out.write(bytes == null ? new byte[0] : bytes);
        }

        private void begin(int kind, Announcement announcement) throws IOException {
            out.writeByte(kind);
            out.writeLong(announcement.by());
            out.writeLong(announcement.time());
            out.writeUTF(announcement.says());
        }
    }

    private static void write(Address address, DataOutput out) throws IOException {
        out.writeLong(address.high());
        out.writeLong(address.low());
    }

    private static void write(Endpoint endpoint, DataOutput out) throws IOException {
        write(endpoint.address(), out);
        out.writeChar(endpoint.port());
        out.writeByte(endpoint.protocol());
    }

    private static Endpoint endpoint(DataInput in) throws IOException {
        return new Endpoint(address(in), in.readChar(), in.readUnsignedByte());
    }

    private static Address address(DataInput in) throws IOException {
        return new Address(in.readLong(), in.readLong());
    }

    /**
     * Reads one announcement.
     *
     * @param firstCapture index in this run of the first capture of the run that wrote it
     * @throws DamagedStateException if no announcement can have these values
     */
    static Announcement read(DataInput in, int firstCapture) throws IOException {
        int kind = in.readUnsignedByte();
        long written = in.readLong();
        long by = Packet.place(firstCapture + Packet.captureOf(written), Packet.numberOf(written));
        long time = in.readLong();
        String says = in.readUTF();
        if (kind == REFUSAL) {
            return new RefusalAnnouncement(endpoint(in), endpoint(in), by, time, says);
        }
        if (kind == NAME) {
            return new NameAnnouncement(address(in), address(in), by, time, says);
        }
        if (kind == HOST) {
            return host(in, by, time, says);
        }
        String label = in.readUTF();
        int protocol = in.readUnsignedByte();
        int role = in.readUnsignedByte();
        double weight = in.readDouble();
        if (role >= ROLES.length || !Double.isFinite(weight)) {
            throw new DamagedStateException("an announcement has impossible values");
        }
        Expected expected = new Expected(label, protocol, ROLES[role], weight, in.readBoolean());
        Address address = address(in);
        int port = in.readChar();
        Address other = address(in);
        return new FlowAnnouncement(expected, address, port, other.equals(Address.ANY) ? null : other, by, time, says);
    }

    private static HostAnnouncement host(DataInput in, long by, long time, String value) throws IOException {
        Address host = address(in);
        int kind = in.readUnsignedByte();
        int grade = in.readUnsignedByte();
        String source = in.readUTF();
        Address sender = address(in);
        int offset = in.readInt();
        int length = in.readByte();
        if (kind >= KINDS.length || grade >= GRADES.length || length > HostFact.SHOWN) {
            throw new DamagedStateException("a fact has impossible values");
        }
        byte[] bytes = length < 0 ? null : new byte[length];
        if (bytes != null) {
            in.readFully(bytes);
        }
        return new HostAnnouncement(new HostFact(
                host,
                KINDS[kind],
                value,
                GRADES[grade],
                source,
                sender,
                Packet.captureOf(by),
                Packet.numberOf(by),
                offset,
                bytes,
                time));
    }
}
