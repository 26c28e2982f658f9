package dev.periplus.classify;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What one flow says of another that is to come: where it will be and what it will be.
 *
 * @param high upper half of the server's address, 0 for IPv4
 * @param low lower half; IPv4 as ::ffff:a.b.c.d
 * @param protocol IP protocol number
 * @param label of the announced flow
 * @param time of the announcing packet, nanoseconds since the epoch
 * @param says how it was announced, in a sentence's words
 */
public record Announcement(long high, long low, int protocol, int port, String label, long time, String says) {
    void write(DataOutput out) throws IOException {
        out.writeLong(high);
        out.writeLong(low);
        out.writeByte(protocol);
        out.writeChar(port);
        out.writeUTF(label);
        out.writeLong(time);
        out.writeUTF(says);
    }

    /** What {@link #write} wrote. */
    static Announcement read(DataInput in) throws IOException {
        return new Announcement(
                in.readLong(),
                in.readLong(),
                in.readUnsignedByte(),
                in.readChar(),
                in.readUTF(),
                in.readLong(),
                in.readUTF());
    }
}
