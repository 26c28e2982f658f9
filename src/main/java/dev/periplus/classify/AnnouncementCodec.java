package dev.periplus.classify;

import dev.periplus.address.Address;
import dev.periplus.decode.Packet;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Announcements as bytes, and back. */
final class AnnouncementCodec {
    private static final Expected.Role[] ROLES = Expected.Role.values();

    private AnnouncementCodec() {}

    static void write(Announcement announcement, DataOutput out) throws IOException {
        out.writeBoolean(announcement instanceof FlowAnnouncement);
        out.writeLong(announcement.by());
        out.writeLong(announcement.time());
        out.writeUTF(announcement.says());
        if (announcement instanceof FlowAnnouncement flow) {
            Expected expected = flow.expected();
            out.writeUTF(expected.label());
            out.writeByte(expected.protocol());
            out.writeByte(expected.role().ordinal());
            out.writeDouble(expected.weight());
            out.writeBoolean(expected.anyForm());
            Address other = flow.other();
            write(flow.address(), out);
            out.writeChar(flow.port());
            write(other == null ? Address.ANY : other, out);
        } else if (announcement instanceof NameAnnouncement name) {
            write(name.address(), out);
            write(name.asker(), out);
        }
    }

    private static void write(Address address, DataOutput out) throws IOException {
        out.writeLong(address.high());
        out.writeLong(address.low());
    }

    private static Address address(DataInput in) throws IOException {
        return new Address(in.readLong(), in.readLong());
    }

    /** @param firstCapture index in this run of the first capture of the run that wrote it */
    static Announcement read(DataInput in, int firstCapture) throws IOException {
        boolean ofFlow = in.readBoolean();
        long written = in.readLong();
        long by = Packet.place(firstCapture + Packet.captureOf(written), Packet.numberOf(written));
        long time = in.readLong();
        String says = in.readUTF();
        if (!ofFlow) {
            return new NameAnnouncement(address(in), address(in), by, time, says);
        }
        Expected expected = new Expected(
                in.readUTF(), in.readUnsignedByte(), ROLES[in.readByte()], in.readDouble(), in.readBoolean());
        Address address = address(in);
        int port = in.readChar();
        Address other = address(in);
        return new FlowAnnouncement(expected, address, port, other.equals(Address.ANY) ? null : other, by, time, says);
    }
}
