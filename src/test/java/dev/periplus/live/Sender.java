package dev.periplus.live;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;

/**
 * {@code Sender INTERFACE SIZE COUNT RATE [new]}: sends COUNT frames of one size at RATE per second, 0 for as fast as
 * possible, and prints the rate achieved. UDP of 1,000 flows, or with {@code new} a new flow for every 25 frames, over
 * a packet socket with sendmmsg(2); 64-bit Linux.
 */
public final class Sender {
    private static final int FLOWS = 1000;
    private static final int BATCH = 25;
    private static final int AF_PACKET = 17;
    private static final int SOCK_RAW = 3;
    private static final int SOL_PACKET = 263;
    private static final int PACKET_QDISC_BYPASS = 20;
    private static final int ADDRESS = 20;
    private static final int MESSAGE = 64;
    private static final int VECTOR = 16;
    private static final int HEADERS = 42;
    private static final int CLIENT = 26;
    private static final int PORT = 34;
    private static final int FIRST_PORT = 10_000;
    private static final int PORTS = 50_000;
    private static final int SERVER_PORT = 9_000;
    private static final double SECOND = 1e9;

    private Sender() {}

    /** Functions of the C library. */
    private static final class C {
        static {
            Native.register("c");
        }

        static native int socket(int domain, int type, int protocol);

        static native int bind(int socket, Pointer address, int length);

        static native int setsockopt(int socket, int level, int name, Pointer value, int length);

        static native int sendmmsg(int socket, Pointer messages, int count, int flags);

        static native int if_nametoindex(String name);
    }

    public static void main(String[] arguments) {
        int size = Integer.parseInt(arguments[1]);
        long count = Long.parseLong(arguments[2]);
        double rate = Double.parseDouble(arguments[3]);
        int socket = open(arguments[0]);
        Memory frames = new Memory((long) FLOWS * size);
        Memory vectors = new Memory((long) FLOWS * VECTOR);
        Memory messages = new Memory((long) FLOWS * MESSAGE);
        messages.clear();
        for (int i = 0; i < FLOWS; i++) {
            frames.write((long) i * size, frame(size, i), 0, size);
            vectors.setPointer((long) i * VECTOR, frames.share((long) i * size));
            vectors.setLong((long) i * VECTOR + Long.BYTES, size);
            messages.setPointer((long) i * MESSAGE + 2 * Long.BYTES, vectors.share((long) i * VECTOR));
            messages.setLong((long) i * MESSAGE + 3 * Long.BYTES, 1);
        }
        Pointer[] slices = new Pointer[FLOWS / BATCH];
        for (int i = 0; i < slices.length; i++) {
            slices[i] = messages.share((long) i * BATCH * MESSAGE);
        }
        long began = System.nanoTime();
        long sent = 0;
        boolean renewed = arguments.length > 4;
        int flow = 0;
        for (int slice = 0; sent < count; slice = (slice + 1) % slices.length) {
            if (renewed) {
                renew(frames, size, slice * BATCH, flow++);
            }
            while (rate > 0 && System.nanoTime() - began < sent / rate * SECOND) {
                Thread.onSpinWait();
            }
            sent += Math.max(0, C.sendmmsg(socket, slices[slice], BATCH, 0));
        }
        System.out.printf("%d %.0f%n", sent, sent / ((System.nanoTime() - began) / SECOND));
    }

    /** Moves the frames of a batch to another flow by changing the client's address and port. */
    private static void renew(Memory frames, int size, int first, int flow) {
        for (int i = first; i < first + BATCH; i++) {
            long frame = (long) i * size;
            frames.setInt(frame + CLIENT, Integer.reverseBytes(0x0a00_0000 | flow / PORTS & 0x00ff_ffff));
            frames.setShort(frame + PORT, Short.reverseBytes((short) (FIRST_PORT + flow % PORTS)));
            frames.setShort(frame + PORT + Short.BYTES, Short.reverseBytes((short) SERVER_PORT));
        }
    }

    private static int open(String name) {
        int socket = C.socket(AF_PACKET, SOCK_RAW, 0);
        Memory address = new Memory(ADDRESS);
        address.clear();
        address.setShort(0, (short) AF_PACKET);
        address.setInt(Integer.BYTES, C.if_nametoindex(name));
        Memory one = new Memory(Integer.BYTES);
        one.setInt(0, 1);
        C.setsockopt(socket, SOL_PACKET, PACKET_QDISC_BYPASS, one, Integer.BYTES);
        if (socket < 0 || C.bind(socket, address, ADDRESS) != 0) {
            throw new IllegalStateException("no packet socket on " + name);
        }
        return socket;
    }

    /** An Ethernet frame of this size with UDP of a flow. */
    static byte[] frame(int size, int flow) {
        ByteBuffer frame = ByteBuffer.allocate(size);
        frame.putLong(0x0211_2233_4455_0211L).putInt(0x2233_4456).putShort((short) 0x0800);
        frame.putShort((short) 0x4500).putShort((short) (size - 14)).putInt(0).putInt(0x4011_0000);
        frame.putInt(0x0a00_0000 | flow).putInt(0x0a09_0007);
        frame.putShort((short) (40_000 + flow)).putShort((short) (9_000 + flow % 7));
        frame.putShort((short) (size - 34)).putShort((short) 0);
        for (int i = HEADERS; i < size; i++) {
            frame.put((byte) (flow * 7 + i));
        }
        return frame.array();
    }
}
