package dev.periplus.detect;

import static dev.periplus.detect.DetectorInput.ascii;
import static dev.periplus.detect.DetectorInput.hex;
import static dev.periplus.detect.DetectorInput.join;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Messages, and the frames in which streams carry them. */
final class StreamFrames {
    static final int TEXT = 1;
    static final int BINARY = 2;

    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;

    private StreamFrames() {}

    /** A whole WebSocket frame of a server (RFC 6455 section 5.2). */
    static byte[] webSocket(int opcode, byte[] payload) {
        return join(new byte[] {(byte) (FINAL | opcode)}, length(0, payload.length), payload);
    }

    /** A whole WebSocket frame of a client. */
    static byte[] masked(int opcode, byte[] payload, int mask) {
        byte[] key = ByteBuffer.allocate(Integer.BYTES).putInt(mask).array();
        byte[] hidden = payload.clone();
        for (int i = 0; i < hidden.length; i++) {
            hidden[i] ^= key[i % key.length];
        }
        return join(new byte[] {(byte) (FINAL | opcode)}, length(MASKED, payload.length), key, hidden);
    }

    private static byte[] length(int flag, int length) {
        if (length < 126) {
            return new byte[] {(byte) (flag | length)};
        }
        return join(new byte[] {(byte) (flag | 126)}, TlsMessages.u16(length));
    }

    /** RFC 6455 section 4: the request for a WebSocket, with these further fields. */
    static byte[] upgradeRequest(String fields) {
        return ascii("GET /tunnel HTTP/1.1\r\nHost: ws.example\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n" + fields + "\r\n");
    }

    static byte[] upgradeReply(String fields) {
        return ascii("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n" + fields + "\r\n");
    }

    /** RFC 4571 section 2. */
    static byte[] framed(byte[] message) {
        return join(TlsMessages.u16(message.length), message);
    }

    /** RFC 2326 section 10.12. */
    static byte[] interleaved(int channel, byte[] message) {
        return join(new byte[] {'$', (byte) channel}, TlsMessages.u16(message.length), message);
    }

    /** TURN channel data in a stream, padded to four bytes (RFC 8656 section 12.5). */
    static byte[] channel(int number, byte[] message) {
        byte[] data = join(TlsMessages.u16(number), TlsMessages.u16(message.length), message);
        return Arrays.copyOf(data, data.length + 3 & ~3);
    }

    /** A STUN message (RFC 8489 section 5). */
    static byte[] stun(int type, byte[]... attributes) {
        byte[] body = join(attributes);
        return join(TlsMessages.u16(type), TlsMessages.u16(body.length), hex("2112a442"), ascii("transaction1"), body);
    }

    /** An attribute of a STUN message, padded to four bytes. */
    static byte[] attribute(int type, byte[] value) {
        byte[] attribute = join(TlsMessages.u16(type), TlsMessages.u16(value.length), value);
        return Arrays.copyOf(attribute, attribute.length + 3 & ~3);
    }

    /** An RTP packet of one sender, of dynamic payload type 111. */
    static byte[] rtp(int number, int source) {
        return ByteBuffer.allocate(60)
                .put((byte) 0x80)
                .put((byte) 111)
                .putShort((short) number)
                .putInt(960 * number)
                .putInt(source)
                .array();
    }

    /** A DTLS record with a whole handshake message. */
    static byte[] dtls(int type, byte[] body) {
        byte[] message = join(
                new byte[] {(byte) type},
                TlsMessages.u24(body.length),
                TlsMessages.u16(0),
                TlsMessages.u24(0),
                TlsMessages.u24(body.length),
                body);
        return join(hex("16 fefd 0000 000000000000"), TlsMessages.u16(message.length), message);
    }

    static byte[] dtlsClientHello() {
        byte[] extensions = TlsMessages.list16(TlsMessages.serverName("peer.example"));
        return dtls(1, join(hex("fefd"), new byte[32], hex("00 00 0002 c02b 0100"), extensions));
    }

    static byte[] dtlsServerHello() {
        return dtls(2, join(hex("fefd"), new byte[32], hex("00 c02b 00")));
    }
}
