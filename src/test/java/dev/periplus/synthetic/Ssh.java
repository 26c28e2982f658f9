package dev.periplus.synthetic;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/** An SSH flow (RFC 4253, RFC 8731): a complete key exchange; everything after NEWKEYS is pseudo-random. */
final class Ssh {
    private static final int KEXINIT = 20;
    private static final int NEWKEYS = 21;
    private static final int KEX_ECDH_INIT = 30;
    private static final int KEX_ECDH_REPLY = 31;

    private static final String KEX = "curve25519-sha256,curve25519-sha256@libssh.org,ecdh-sha2-nistp256,"
            + "ecdh-sha2-nistp384,diffie-hellman-group-exchange-sha256,diffie-hellman-group14-sha256";
    private static final String HOST_KEYS = "ssh-ed25519,rsa-sha2-512,rsa-sha2-256";
    private static final String CIPHERS = "chacha20-poly1305@openssh.com,aes128-ctr,aes192-ctr,aes256-ctr,"
            + "aes128-gcm@openssh.com,aes256-gcm@openssh.com";
    private static final String MACS = "umac-128-etm@openssh.com,hmac-sha2-256-etm@openssh.com,"
            + "hmac-sha2-512-etm@openssh.com,hmac-sha2-256,hmac-sha2-512";
    private static final String COMPRESSION = "none,zlib@openssh.com";

    private Ssh() {}

    static void run(TcpTalk talk, Random random, String clientBanner, String serverBanner, int exchanges) {
        talk.open();
        talk.client(ascii(clientBanner + "\r\n"));
        talk.server(ascii(serverBanner + "\r\n"));
        talk.client(kexInit(random)).server(kexInit(random));
        byte[] key = counted(Bytes.random(random, 32));
        talk.client(packet(random, new Bytes().u8(KEX_ECDH_INIT).raw(key).array()));
        talk.server(Bytes.join(reply(random), packet(random, new byte[] {NEWKEYS})));
        talk.client(packet(random, new byte[] {NEWKEYS}));
        for (int i = 0; i < exchanges; i++) {
            talk.pause(Times.between(random, 90 * Times.MILLISECOND, 1200 * Times.MILLISECOND));
            talk.client(Bytes.random(random, 36 + 8 * random.nextInt(4)));
            talk.server(Bytes.random(random, 36 + 8 * random.nextInt(60)));
        }
        talk.pause(Times.SECOND).close();
    }

    private static byte[] kexInit(Random random) {
        Bytes body = new Bytes().u8(KEXINIT).raw(Bytes.random(random, 16));
        for (String list :
                new String[] {KEX, HOST_KEYS, CIPHERS, CIPHERS, MACS, MACS, COMPRESSION, COMPRESSION, "", ""}) {
            body.raw(counted(ascii(list)));
        }
        return packet(random, body.u8(0).u32(0).array());
    }

    private static byte[] reply(Random random) {
        byte[] hostKey = Bytes.join(counted(ascii("ssh-ed25519")), counted(Bytes.random(random, 32)));
        byte[] signature = Bytes.join(counted(ascii("ssh-ed25519")), counted(Bytes.random(random, 64)));
        byte[] key = counted(Bytes.random(random, 32));
        byte[] type = {KEX_ECDH_REPLY};
        return packet(random, Bytes.join(type, counted(hostKey), key, counted(signature)));
    }

    /** Returns an unencrypted packet: its total length is a multiple of 8, with at least four bytes of padding. */
    private static byte[] packet(Random random, byte[] payload) {
        int padding = 8 - (payload.length + 5) % 8;
        if (padding < 4) {
            padding += 8;
        }
        return new Bytes()
                .u32(1 + payload.length + padding)
                .u8(padding)
                .raw(payload)
                .raw(Bytes.random(random, padding))
                .array();
    }

    private static byte[] counted(byte[] bytes) {
        return new Bytes().counted(32, bytes).array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
