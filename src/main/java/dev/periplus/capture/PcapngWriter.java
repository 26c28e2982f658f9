package dev.periplus.capture;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes a pcapng file with times in nanoseconds (draft-ietf-opsawg-pcapng). Used by one thread. */
final class PcapngWriter implements Closeable {
    private static final int SECTION = 0x0a0d0d0a;
    private static final int BYTE_ORDER = 0x1a2b3c4d;
    private static final int INTERFACE = 1;
    private static final int PACKET = 6;
    private static final int NAME_OPTION = 2;
    private static final int RESOLUTION_OPTION = 9;
    private static final byte NANOSECONDS = 9;
    private static final int BUFFER = 1 << 18;
    private static final int HEADER = 28;

    private final OutputStream out;
    private final List<String> names;
    private final int snapLength;
    private final Map<Long, Integer> interfaces = new HashMap<>();
    private final ByteBuffer head = ByteBuffer.allocate(1024).order(ByteOrder.LITTLE_ENDIAN);

    /**
     * @param names of the interfaces by their indexes
     * @param snapLength said of all of them
     */
    PcapngWriter(Path path, List<String> names, int snapLength) throws IOException {
        this.names = names;
        this.snapLength = snapLength;
        out = new BufferedOutputStream(Files.newOutputStream(path), BUFFER);
        begin(SECTION);
        head.putInt(BYTE_ORDER).putShort((short) 1).putShort((short) 0).putLong(-1);
        end();
    }

    void packet(byte[] bytes, int offset, int captured, int wire, long time, int linkType, int capture)
            throws IOException {
        long key = (long) capture << Integer.SIZE | linkType;
        Integer known = interfaces.get(key);
        int of = known == null ? describe(key, linkType, capture) : known;
        int padded = padded(captured);
        int length = HEADER + padded + Integer.BYTES;
        head.clear();
        head.putInt(PACKET).putInt(length).putInt(of);
        head.putInt((int) (time >>> Integer.SIZE))
                .putInt((int) time)
                .putInt(captured)
                .putInt(wire);
        out.write(head.array(), 0, head.position());
        out.write(bytes, offset, captured);
        head.clear();
        head.putInt(0);
        out.write(head.array(), 0, padded - captured);
        head.clear();
        head.putInt(length);
        out.write(head.array(), 0, head.position());
    }

    private int describe(long key, int linkType, int capture) throws IOException {
        begin(INTERFACE);
        head.putShort((short) linkType).putShort((short) 0).putInt(snapLength);
        byte[] name = names.get(capture).getBytes(StandardCharsets.UTF_8);
        int length = Math.min(name.length, head.remaining() / 2);
        head.putShort((short) NAME_OPTION).putShort((short) length).put(name, 0, length);
        head.position(padded(head.position()));
        head.putShort((short) RESOLUTION_OPTION).putShort((short) 1).put(NANOSECONDS);
        head.position(padded(head.position()));
        head.putInt(0);
        end();
        int number = interfaces.size();
        interfaces.put(key, number);
        return number;
    }

    private void begin(int type) {
        Arrays.fill(head.array(), (byte) 0);
        head.clear();
        head.putInt(type).putInt(0);
    }

    private void end() throws IOException {
        int length = head.position() + Integer.BYTES;
        head.putInt(length).putInt(Integer.BYTES, length);
        out.write(head.array(), 0, length);
    }

    private static int padded(int length) {
        return length + 3 & ~3;
    }

    void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
