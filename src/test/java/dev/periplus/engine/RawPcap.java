package dev.periplus.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a small pcap of UDP packets without a link layer; times are milliseconds since the epoch. */
public final class RawPcap {
    /** Offset of the payload in a packet. */
    public static final int PAYLOAD = 28;

    private static final int LINKTYPE_RAW = 101;

    private final ByteBuffer out = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);

    public RawPcap() {
        out.putInt(0xa1b2c3d4).putShort((short) 2).putShort((short) 4).putLong(0);
        out.putInt(0xffff).putInt(LINKTYPE_RAW);
    }

    public RawPcap packet(long millis, String text) {
        return packet(millis, 40000, 4000, text.getBytes(StandardCharsets.US_ASCII));
    }

    /** The same from another port of the client. */
    public RawPcap packet(long millis, int sourcePort, String text) {
        return packet(millis, sourcePort, 4000, text.getBytes(StandardCharsets.US_ASCII));
    }

    /** The same for any bytes to any port. */
    public RawPcap packet(long millis, int port, byte[] payload) {
        return packet(millis, 40000, port, payload);
    }

    private RawPcap packet(long millis, int sourcePort, int port, byte[] payload) {
        return packet(millis, 64, 0x0a000001, sourcePort, 0x0a000002, port, payload);
    }

    /** The same with a TTL and addresses. */
    RawPcap packet(long millis, int ttl, int source, int sourcePort, int destination, int port, byte[] payload) {
        int length = PAYLOAD + payload.length;
        out.putInt((int) (millis / 1000)).putInt((int) (millis % 1000 * 1000));
        out.putInt(length).putInt(length);
        ByteBuffer ip = ByteBuffer.allocate(length);
        ip.put((byte) 0x45).put((byte) 0).putShort((short) length).putInt(0);
        ip.put((byte) ttl).put((byte) 17).putShort((short) 0).putInt(source).putInt(destination);
        ip.putShort((short) sourcePort)
                .putShort((short) port)
                .putShort((short) (length - 20))
                .putShort((short) 0);
        out.put(ip.put(payload).array());
        return this;
    }

    public Path write(Path file) throws IOException {
        byte[] bytes = new byte[out.position()];
        out.get(0, bytes);
        return Files.write(file, bytes);
    }
}
