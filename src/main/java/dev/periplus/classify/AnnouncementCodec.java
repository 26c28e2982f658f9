package dev.periplus.classify;

import dev.periplus.address.Address;
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

    private AnnouncementCodec() {}

    static void write(Announcement announcement, DataOutput out) throws IOException {
        announcement.to(new Writer(out));
    }

    private record Writer(DataOutput out) implements Announcement.Taker<IOException> {
        @Override
        public void take(FlowAnnouncement flow) throws IOException {
            begin(true, flow);
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
            begin(false, name);
            write(name.address(), out);
            write(name.asker(), out);
        }

        private void begin(boolean ofFlow, Announcement announcement) throws IOException {
            out.writeBoolean(ofFlow);
            out.writeLong(announcement.by());
            out.writeLong(announcement.time());
            out.writeUTF(announcement.says());
        }
    }

    private static void write(Address address, DataOutput out) throws IOException {
        out.writeLong(address.high());
        out.writeLong(address.low());
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
        boolean ofFlow = in.readBoolean();
        long written = in.readLong();
        long by = Packet.place(firstCapture + Packet.captureOf(written), Packet.numberOf(written));
        long time = in.readLong();
        String says = in.readUTF();
        if (!ofFlow) {
            return new NameAnnouncement(address(in), address(in), by, time, says);
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
}
