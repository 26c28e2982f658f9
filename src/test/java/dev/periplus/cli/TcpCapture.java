package dev.periplus.cli;

import dev.periplus.decode.Packet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Writes a capture of TCP connections between 10.0.0.1 and 10.0.0.2: raw IPv4, checksums as if the card computed them later. */
public final class TcpCapture {
    private static final int RAW = 101;
    private static final int SEGMENT = 1000;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int port;
    private int clientPort = 40_000;
    private int client;
    private int server;
    private long millis = 1_760_000_000_000L;

    public TcpCapture() {
        out.writeBytes(ByteBuffer.allocate(24)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0xa1b2c3d4)
                .putShort((short) 2)
                .putShort((short) 4)
                .putLong(0)
                .putInt(65_535)
                .putInt(RAW)
                .array());
    }

    /** Opens a connection to this port of 10.0.0.2. */
    public TcpCapture open(int serverPort) {
        port = serverPort;
        clientPort++;
        client = 1000;
        server = 900_000;
        segment(true, Packet.SYN, new byte[0]);
        client++;
        segment(false, Packet.SYN | Packet.ACK, new byte[0]);
        server++;
        segment(true, Packet.ACK, new byte[0]);
        return this;
    }

    public TcpCapture asks(byte[] bytes) {
        return says(true, bytes);
    }

    public TcpCapture answers(byte[] bytes) {
        return says(false, bytes);
    }

    /** The client sends bytes that the capture does not hold. */
    public TcpCapture loses(int bytes) {
        client += bytes;
        return this;
    }

    private TcpCapture says(boolean byClient, byte[] bytes) {
        for (int at = 0; at < bytes.length; at += SEGMENT) {
            byte[] piece = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + SEGMENT));
            segment(byClient, Packet.ACK, piece);
            client += byClient ? piece.length : 0;
            server += byClient ? 0 : piece.length;
        }
        return this;
    }

    public TcpCapture close() {
        segment(true, Packet.FIN | Packet.ACK, new byte[0]);
        client++;
        segment(false, Packet.FIN | Packet.ACK, new byte[0]);
        return this;
    }

    private void segment(boolean byClient, int flags, byte[] payload) {
        int length = 40 + payload.length;
        millis += 5;
        out.writeBytes(ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) (millis / 1000))
                .putInt((int) (millis % 1000) * 1000)
                .putInt(length)
                .putInt(length)
                .array());
        ByteBuffer packet = ByteBuffer.allocate(length);
        packet.put((byte) 0x45).put((byte) 0).putShort((short) length).putInt(0x4000);
        packet.put((byte) 64).put((byte) Packet.TCP).putShort((short) 0);
        packet.putInt(byClient ? 0x0a000001 : 0x0a000002).putInt(byClient ? 0x0a000002 : 0x0a000001);
        packet.putShort((short) (byClient ? clientPort : port)).putShort((short) (byClient ? port : clientPort));
        packet.putInt(byClient ? client : server).putInt(byClient ? server : client);
        packet.putShort((short) (0x5000 | flags))
                .putShort((short) 8192)
                .putInt(0)
                .put(payload);
        out.writeBytes(packet.array());
    }

    public Path write(Path file) throws IOException {
        return Files.write(file, out.toByteArray());
    }
}
