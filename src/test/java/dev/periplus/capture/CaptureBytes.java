package dev.periplus.capture;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Builds captures byte by byte and records where packets and blocks end. */
final class CaptureBytes {
    private final ByteOrder order;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** Offsets at which each packet is complete. */
    final List<Integer> packetEnds = new ArrayList<>();

    /** Offsets at which the file may end without damage. */
    final List<Integer> borders = new ArrayList<>();

    CaptureBytes(ByteOrder order) {
        this.order = order;
    }

    /** A payload that varies from byte to byte and from seed to seed. */
    static byte[] payload(int length, int seed) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (seed * 31 + i * 7);
        }
        return bytes;
    }

    CaptureBytes pcapHeader(int magic, int snapLength, int linkType) {
        return put(ints(magic).array())
                .put(shorts(2, 4).array())
                .put(ints(0, 0, snapLength, linkType).array())
                .border();
    }

    CaptureBytes pcap(long seconds, long fraction, int wire, byte[] data) {
        return put(ints((int) seconds, (int) fraction, data.length, wire).array())
                .put(data)
                .packetEnd();
    }

    CaptureBytes modifiedPcap(long seconds, long fraction, int wire, byte[] data) {
        return put(ints((int) seconds, (int) fraction, data.length, wire, 1, 0x0800_0000)
                        .array())
                .put(data)
                .packetEnd();
    }

    CaptureBytes section() {
        ByteBuffer body = buffer(16)
                .putInt(0x1a2b3c4d)
                .putShort((short) 1)
                .putShort((short) 0)
                .putLong(-1);
        return block(0x0a0d0d0a, body.array());
    }

    CaptureBytes describe(int linkType, int snapLength, byte[]... options) {
        ByteBuffer body = buffer(8 + lengthOf(options))
                .putShort((short) linkType)
                .putShort((short) 0)
                .putInt(snapLength);
        for (byte[] option : options) {
            body.put(option);
        }
        return block(1, body.array());
    }

    /** A padded option; its value may be empty. */
    byte[] option(int code, byte... value) {
        return buffer(4 + padded(value.length))
                .putShort((short) code)
                .putShort((short) value.length)
                .put(value)
                .array();
    }

    byte[] longOption(int code, long value) {
        return option(code, buffer(8).putLong(value).array());
    }

    CaptureBytes enhanced(int number, long ticks, int wire, byte[] data, byte[]... options) {
        ByteBuffer body = buffer(20 + padded(data.length) + lengthOf(options))
                .putInt(number)
                .putInt((int) (ticks >>> 32))
                .putInt((int) ticks)
                .putInt(data.length)
                .putInt(wire)
                .put(data);
        body.position(20 + padded(data.length));
        for (byte[] option : options) {
            body.put(option);
        }
        return block(6, body.array()).packet();
    }

    CaptureBytes obsolete(int number, long ticks, int wire, byte[] data) {
        ByteBuffer body = buffer(20 + padded(data.length))
                .putShort((short) number)
                .putShort((short) 2)
                .putInt((int) (ticks >>> 32))
                .putInt((int) ticks)
                .putInt(data.length)
                .putInt(wire)
                .put(data);
        return block(2, body.array()).packet();
    }

    CaptureBytes simple(int wire, byte[] data) {
        return block(3, buffer(4 + padded(data.length)).putInt(wire).put(data).array())
                .packet();
    }

    CaptureBytes statistics(int number, long interfaceDrops, long systemDrops) {
        ByteBuffer body = buffer(12 + 12 + 12 + 4).putInt(number).putLong(0);
        body.put(longOption(5, interfaceDrops)).put(longOption(7, systemDrops)).put(option(0));
        return block(5, body.array());
    }

    CaptureBytes block(int type, byte[] body) {
        int total = 12 + body.length;
        return put(ints(type, total).array()).put(body).put(ints(total).array()).border();
    }

    CaptureBytes put(byte... bytes) {
        out.writeBytes(bytes);
        return this;
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    /** Both captures in one file, as {@code cat} leaves them. */
    static byte[] joined(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }

    private CaptureBytes packetEnd() {
        return border().packet();
    }

    private CaptureBytes border() {
        borders.add(out.size());
        return this;
    }

    private CaptureBytes packet() {
        packetEnds.add(out.size());
        return this;
    }

    private static int padded(int length) {
        return length + 3 & ~3;
    }

    private static int lengthOf(byte[]... parts) {
        int sum = 0;
        for (byte[] part : parts) {
            sum += part.length;
        }
        return sum;
    }

    private ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(order);
    }

    private ByteBuffer ints(int... values) {
        ByteBuffer buffer = buffer(4 * values.length);
        for (int value : values) {
            buffer.putInt(value);
        }
        return buffer;
    }

    private ByteBuffer shorts(int... values) {
        ByteBuffer buffer = buffer(2 * values.length);
        for (int value : values) {
            buffer.putShort((short) value);
        }
        return buffer;
    }
}
