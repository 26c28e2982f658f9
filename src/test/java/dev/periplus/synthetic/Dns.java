package dev.periplus.synthetic;

import java.nio.charset.StandardCharsets;

/** DNS messages (RFC 1035 section 4, RFC 6891): one question, and answers to it. */
public final class Dns {
    public static final int A = 1;
    static final int TXT = 16;
    static final int AAAA = 28;

    private static final int INTERNET = 1;
    private static final int NAME_OF_QUESTION = 0xc00c;
    /** An OPT record for datagrams of 4,096 bytes. */
    private static final String OPT = "00 0029 1000 00000000 0000";

    private Dns() {}

    public static byte[] query(int id, String name, int type) {
        return question(id, 0x0100, 0, name, type).hex(OPT).array();
    }

    /** Returns an answer with one record of the queried type for each element of {@code data}. */
    public static byte[] answer(int id, String name, int type, byte[]... data) {
        Bytes message = question(id, 0x8180, data.length, name, type);
        for (byte[] each : data) {
            message.u16(NAME_OF_QUESTION).u16(type).u16(INTERNET).u32(300).counted(16, each);
        }
        return message.hex(OPT).array();
    }

    static byte[] text(String text) {
        return new Bytes().counted(8, text.getBytes(StandardCharsets.US_ASCII)).array();
    }

    private static Bytes question(int id, int flags, int answers, String name, int type) {
        Bytes message =
                new Bytes().u16(id).u16(flags).u16(1).u16(answers).u16(0).u16(1);
        for (String part : name.split("\\.")) {
            message.raw(text(part));
        }
        return message.u8(0).u16(type).u16(INTERNET);
    }
}
