package dev.periplus.capture;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A Linux packet socket that delivers packets through memory shared with the kernel (TPACKET_V3; packet(7) and
 * Documentation/networking/packet_mmap.rst of the kernel). 64-bit, little-endian.
 */
final class PacketSocket implements SharedBlocks {
    private static final int AF_PACKET = 17;
    private static final int SOCK_RAW = 3;
    private static final int SOL_SOCKET = 1;
    private static final int SO_ERROR = 4;
    private static final int SOL_PACKET = 263;
    private static final int ADD_MEMBERSHIP = 1;
    private static final int RX_RING = 5;
    private static final int STATISTICS = 6;
    private static final int VERSION = 10;
    private static final int TPACKET_V3 = 2;
    private static final int PROMISCUOUS = 1;
    private static final short ALL_PROTOCOLS = 0x0300;
    private static final int READ_AND_WRITE = 3;
    private static final int SHARED = 1;
    private static final int ADDRESS = 20;
    private static final int MEMBERSHIP = 16;
    private static final int REQUEST = 28;
    private static final int STATISTICS_SIZE = 12;
    private static final int FRAME = 2048;

    private final int socket;
    private final Memory answer = new Memory(STATISTICS_SIZE);
    private final Memory answerSize = new Memory(Integer.BYTES);
    private Pointer ring = Pointer.NULL;
    private long ringBytes;

    /** Functions of the C library. */
    private static final class C {
        static {
            Native.register("c");
        }

        static native int socket(int domain, int type, int protocol);

        static native int bind(int socket, Pointer address, int length);

        static native int setsockopt(int socket, int level, int name, Pointer value, int length);

        static native int getsockopt(int socket, int level, int name, Pointer value, Pointer length);

        static native Pointer mmap(Pointer at, long length, int protection, int flags, int file, long offset);

        static native int munmap(Pointer at, long length);

        static native int close(int file);

        static native int if_nametoindex(String name);
    }

    /** Thrown if a system call fails. */
    static final class RefusedCallException extends Exception {
        private static final long serialVersionUID = 1L;

        RefusedCallException(String call) {
            super(call + " fails with error " + Native.getLastError());
        }
    }

    PacketSocket() throws RefusedCallException {
        socket = C.socket(AF_PACKET, SOCK_RAW, 0);
        check(socket, "socket");
    }

    /**
     * Shares memory with the kernel, which fills it with blocks of packets.
     *
     * @param millis time after which the kernel hands over a block that is not full
     */
    void share(int blockBytes, int blocks, int millis) throws RefusedCallException {
        Memory version = new Memory(Integer.BYTES);
        version.setInt(0, TPACKET_V3);
        set(VERSION, version, "TPACKET_V3");
        Memory request = new Memory(REQUEST);
        int[] fields = {blockBytes, blocks, FRAME, blockBytes / FRAME * blocks, millis, 0, 0};
        request.write(0, fields, 0, fields.length);
        set(RX_RING, request, "PACKET_RX_RING");
        ringBytes = (long) blockBytes * blocks;
        Pointer mapped = C.mmap(Pointer.NULL, ringBytes, READ_AND_WRITE, SHARED, socket, 0);
        if (Pointer.nativeValue(mapped) == -1) {
            throw new RefusedCallException("mmap");
        }
        ring = mapped;
    }

    @Override
    public ByteBuffer memory() {
        return ring.getByteBuffer(0, ringBytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Starts capturing the packets of this interface. */
    void listen(String name, boolean promiscuous) throws RefusedCallException {
        int index = C.if_nametoindex(name);
        check(index == 0 ? -1 : 0, "if_nametoindex");
        if (promiscuous) {
            Memory membership = new Memory(MEMBERSHIP);
            membership.clear();
            membership.setInt(0, index);
            membership.setShort(Integer.BYTES, (short) PROMISCUOUS);
            set(ADD_MEMBERSHIP, membership, "PACKET_ADD_MEMBERSHIP");
        }
        Memory address = new Memory(ADDRESS);
        address.clear();
        address.setShort(0, (short) AF_PACKET);
        address.setShort(Short.BYTES, ALL_PROTOCOLS);
        address.setInt(Integer.BYTES, index);
        check(C.bind(socket, address, ADDRESS), "bind");
    }

    @Override
    public long drops() {
        answerSize.setInt(0, STATISTICS_SIZE);
        boolean known = C.getsockopt(socket, SOL_PACKET, STATISTICS, answer, answerSize) == 0;
        return known ? Integer.toUnsignedLong(answer.getInt(Integer.BYTES)) : 0;
    }

    @Override
    public int error() {
        answerSize.setInt(0, Integer.BYTES);
        return C.getsockopt(socket, SOL_SOCKET, SO_ERROR, answer, answerSize) == 0 ? answer.getInt(0) : 0;
    }

    private void set(int option, Memory value, String name) throws RefusedCallException {
        check(C.setsockopt(socket, SOL_PACKET, option, value, (int) value.size()), name);
    }

    private static void check(int result, String call) throws RefusedCallException {
        if (result < 0) {
            throw new RefusedCallException(call);
        }
    }

    @Override
    public void close() {
        if (ringBytes > 0) {
            C.munmap(ring, ringBytes);
            ringBytes = 0;
        }
        C.close(socket);
    }
}
