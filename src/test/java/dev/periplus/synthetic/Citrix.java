package dev.periplus.synthetic;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/**
 * The start of CGP and ICA flows, as far as it is publicly known; all other bytes are pseudo-random.
 *
 * <p>CGP: both sides begin with 1A "CGP/01", and the client names "Citrix.TcpProxyService" after its 16-bit length.
 * ICA: the server begins with 7F 7F "ICA" 00 and the client echoes it; records of a type byte and a little-endian
 * length follow; after setup, chains of records with a leading little-endian length.
 */
final class Citrix {
    private static final String PROXY_SERVICE = "Citrix.TcpProxyService";
    private static final String[] MODULES = {"WFICA32.EXE", "TDWSTCPN.DLL", "WDICA30N.DLL"};

    private Citrix() {}

    static void cgpOpen(TcpTalk talk, Random random) {
        byte[] magic = new Bytes().hex("1a").ascii("CGP/01").array();
        talk.open();
        talk.client(Bytes.join(magic, Bytes.random(random, 9)));
        talk.server(Bytes.join(magic, Bytes.random(random, 12)));
        byte[] service = new Bytes()
                .raw(Bytes.random(random, 6))
                .counted(16, PROXY_SERVICE.getBytes(StandardCharsets.US_ASCII))
                .array();
        talk.client(Bytes.join(service, Bytes.random(random, 8)));
        talk.server(Bytes.random(random, 34));
    }

    static void icaOpen(TcpTalk talk, Random random) {
        byte[] magic = new Bytes().hex("7f7f").ascii("ICA").u8(0).array();
        talk.open();
        talk.server(magic);
        talk.client(magic);
        talk.server(record(0, Bytes.random(random, 18)));
        Bytes modules = new Bytes();
        for (int i = 0; i < MODULES.length; i++) {
            byte[] body = new Bytes()
                    .u16(0)
                    .u8(MODULES.length - 1 - i)
                    .ascii(MODULES[i])
                    .zeros(13 - MODULES[i].length())
                    .array();
            modules.raw(record(1, body));
        }
        talk.client(modules.array());
        talk.server(record(2, Bytes.random(random, 21)));
    }

    /** Adds light input and output until {@code until}, about one exchange per {@code pace}. */
    static void steady(TcpTalk talk, Random random, long until, long pace) {
        while (true) {
            long next = talk.clock() + Times.between(random, pace * 7 / 10, pace * 13 / 10);
            if (next >= until) {
                return;
            }
            talk.at(next).client(chain(random, 15)).server(chain(random, 22 + random.nextInt(20)));
        }
    }

    /** Returns a record with a leading little-endian length and a pseudo-random body. */
    private static byte[] chain(Random random, int length) {
        return new Bytes()
                .u16le(length - 2)
                .raw(Bytes.random(random, length - 2))
                .array();
    }

    private static byte[] record(int type, byte[] body) {
        return new Bytes().u8(type).u16le(body.length).raw(body).array();
    }
}
