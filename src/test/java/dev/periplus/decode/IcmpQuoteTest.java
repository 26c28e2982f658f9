package dev.periplus.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.address.Address;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class IcmpQuoteTest {
    private static final int SENDER = 0x0a000001;
    private static final int ADDRESSED = 0x0a000002;

    /** An error to the sender that quotes a UDP packet from port 50001 to 3248. */
    private static Packet error(int type, int code) {
        ByteBuffer quoted = ByteBuffer.allocate(28);
        quoted.put((byte) 0x45).put((byte) 0).putShort((short) 61).putInt(0);
        quoted.put((byte) 64).put((byte) 17).putShort((short) 0).putInt(SENDER).putInt(ADDRESSED);
        quoted.putShort((short) 50_001).putShort((short) 3248).putInt(0);
        Packet packet = new Packet();
        packet.bytes = quoted.array();
        packet.payloadCaptured = 28;
        packet.payloadLength = 28;
        packet.protocol = Packet.ICMP;
        packet.sourcePort = type;
        packet.destinationPort = code;
        packet.sourceLow = Address.MAPPED | ADDRESSED;
        packet.destinationLow = Address.MAPPED | SENDER;
        return packet;
    }

    private static String said(int type, int code) {
        IcmpQuote quote = IcmpQuote.of(error(type, code));
        return quote == null ? "nothing" : quote.says();
    }

    @Test
    void anUnreachablePortRefuses() {
        IcmpQuote quote = IcmpQuote.of(error(3, 3));
        assertNotNull(quote);
        assertEquals("10.0.0.1:50001/udp", quote.source().toString());
        assertEquals("10.0.0.2:3248/udp", quote.destination().toString());
        assertEquals("refused by 10.0.0.2", quote.says());
    }

    @Test
    void otherErrorsTellSomethingElse() {
        assertEquals("unreachable, reported by 10.0.0.2", said(3, 1));
        assertEquals("refused by 10.0.0.2", said(3, 13));
        assertEquals("time exceeded, reported by 10.0.0.2", said(11, 0));
        assertEquals("nothing", said(3, 4), "a packet that is too large is sent again");
        assertEquals("nothing", said(5, 1), "a redirected packet goes on");
        assertEquals("nothing", said(8, 0));
    }

    @Test
    void anErrorIsForTheSenderOfWhatItQuotes() {
        Packet forged = error(3, 3);
        forged.destinationLow = Address.MAPPED | 0x0a000009;
        assertNull(IcmpQuote.of(forged));
    }

    @Test
    void aQuoteWithoutPortsIsOfNoFlow() {
        for (int captured = 0; captured < 24; captured++) {
            Packet cut = error(3, 3);
            cut.payloadCaptured = captured;
            assertNull(IcmpQuote.of(cut));
        }
        Packet fragment = error(3, 3);
        fragment.bytes[7] = 1;
        assertNull(IcmpQuote.of(fragment));
    }

    @Test
    void requestsAndRepliesAreNoErrors() {
        assertTrue(IcmpQuote.isError(Packet.ICMP, 3));
        assertTrue(IcmpQuote.isError(Packet.ICMP6, 1));
        assertFalse(IcmpQuote.isError(Packet.ICMP, 8));
        assertFalse(IcmpQuote.isError(Packet.ICMP6, 128));
        assertFalse(IcmpQuote.isError(Packet.UDP, 3));
    }
}
