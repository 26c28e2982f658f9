package dev.periplus.detect;

import dev.periplus.decode.ByteCursor;

/** Reads the first binary packet of one side of SSH: SSH_MSG_KEXINIT (RFC 4253 sections 6 and 7.1). Reusable. */
final class SshKeyExchange {
    /** How well the bytes parse. */
    enum Fit {
        NOT,
        PARTIAL,
        WHOLE
    }

    private static final int KEXINIT = 20;
    private static final int COOKIE = 16;
    private static final int LISTS = 10;
    private static final int MAX_PACKET = 35_000;
    private static final int MIN_PADDING = 4;

    private final ByteCursor cursor = new ByteCursor();
    private final String[] lists = new String[LISTS];
    private int length;

    /** Reads the packet at {@code from}, with {@code available} bytes. */
    Fit read(byte[] bytes, int from, int available) {
        cursor.reset(bytes, from, available);
        long packet = cursor.u32();
        int padding = cursor.u8();
        int type = cursor.u8();
        if (cursor.failed()) {
            return Fit.PARTIAL;
        }
        if (packet > MAX_PACKET || padding < MIN_PADDING || type != KEXINIT) {
            return Fit.NOT;
        }
        length = 4 + (int) packet;
        if (available < length) {
            return Fit.PARTIAL;
        }
        cursor.reset(bytes, from, length);
        cursor.skip(4 + 1 + 1 + COOKIE);
        for (int i = 0; i < LISTS; i++) {
            long size = cursor.u32();
            lists[i] = cursor.latin1(size > MAX_PACKET ? -1 : (int) size);
        }
        cursor.skip(1 + 4);
        return !cursor.failed() && cursor.remaining() == padding ? Fit.WHOLE : Fit.NOT;
    }

    /** Length of the packet in bytes. */
    int length() {
        return length;
    }

    /**
     * RFC 8308 section 2.1: only a client lists this name; OpenSSH's strict key exchange follows the same convention.
     */
    boolean saysClient() {
        return lists[0].contains("ext-info-c") || lists[0].contains("kex-strict-c-");
    }

    boolean saysServer() {
        return lists[0].contains("ext-info-s") || lists[0].contains("kex-strict-s-");
    }

    /** Key exchange, encryption, MAC and compression algorithms for the direction in which this side sends. */
    String algorithms(boolean client) {
        int way = client ? 0 : 1;
        return lists[0] + ';' + lists[2 + way] + ';' + lists[4 + way] + ';' + lists[6 + way];
    }
}
