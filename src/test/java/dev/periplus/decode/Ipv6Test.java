package dev.periplus.decode;

import static dev.periplus.decode.Frames.A6;
import static dev.periplus.decode.Frames.B6;
import static dev.periplus.decode.Frames.fragmentHeader;
import static dev.periplus.decode.Frames.hex;
import static dev.periplus.decode.Frames.ipv6;
import static dev.periplus.decode.Frames.join;
import static dev.periplus.decode.Frames.pattern;
import static dev.periplus.decode.Frames.slice;
import static dev.periplus.decode.Frames.tcp;
import static dev.periplus.decode.Frames.text;
import static dev.periplus.decode.Frames.u32;
import static dev.periplus.decode.Frames.udp;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Ipv6Test {
    private static final byte[] UDP = udp(53, 5353, text("answer"));

    @ParameterizedTest
    @CsvSource({
        "0, 11 00 010400000000",
        "43, 11 02 0401 00000000 20010db8000000000000000000000001",
        "60, 11 01 010c 000000000000000000000000",
        "44, 11 00 0000 12345678",
        "135, 11 00 0000 00000000",
        "139, 11 00 0000 00000000",
        "140, 11 00 8000 00000000",
    })
    void extensionHeadersAreSkipped(int header, String bytes) {
        Trial.Seen seen =
                Trial.ofIp(ipv6(header, A6, B6, join(hex(bytes), UDP))).only();
        assertEquals(Packet.UDP, seen.protocol());
        assertEquals(A6 + " 53 > " + B6 + " 5353", seen.ends());
        assertEquals("616e73776572", seen.payload());
    }

    @Test
    void aChainOfThemIsSkipped() {
        byte[] chain = join(
                hex("3c00010400000000"),
                hex("2b00010400000000"),
                hex("2c00 0000 00000000"),
                fragmentHeader(17, 0, false, 7, UDP));
        assertEquals(Packet.UDP, Trial.ofIp(ipv6(0, A6, B6, chain)).only().protocol());
    }

    @Test
    void mobilityMessagesAndNoNextHeaderAreProtocolsThemselves() {
        Trial.Seen mobility = Trial.ofIp(ipv6(135, A6, B6, hex("3b01 0500 0000 0000 0000000000000000")))
                .only();
        assertEquals(135, mobility.protocol());
        assertEquals(16, mobility.payloadLength());
        assertEquals(59, Trial.ofIp(ipv6(59, A6, B6, hex(""))).only().protocol());
    }

    @Test
    void aHeaderBeyondThePacketIsMalformedOrTruncated() {
        byte[] packet = ipv6(60, A6, B6, join(hex("11 08"), pattern(14)));
        Trial malformed = Trial.ofIp(packet);
        assertEquals(List.of(), malformed.seen());
        assertEquals(1, malformed.counters().lost(DecodeLoss.IP_EXTENSION));
        Trial truncated = new Trial().frame(101, slice(packet, 0, 45), packet.length);
        assertEquals(1, truncated.counters().truncated);
        assertEquals(0, truncated.counters().malformed());
    }

    @Test
    void jumbogramsTakeTheirLengthFromTheOption() {
        byte[] payload = join(hex("0600 c204"), u32(8 + 20 + 70_000), tcp(1, 2, 16, pattern(70_000)));
        byte[] packet = ipv6(0, A6, B6, payload);
        packet[4] = 0;
        packet[5] = 0;
        assertEquals(70_000, Trial.ofIp(packet).only().payloadLength());
        byte[] padded = join(packet, new byte[10]);
        assertEquals(70_000, Trial.ofIp(padded).only().payloadLength());
    }

    @Test
    void aPayloadLengthOfZeroMeansTheWholeFrame() {
        byte[] packet = ipv6(6, A6, B6, tcp(1, 2, 16, pattern(900)));
        packet[4] = 0;
        packet[5] = 0;
        assertEquals(900, Trial.ofIp(packet).only().payloadLength());
        assertEquals(940 + 20, Trial.ofIp(packet).only().ipLength());
    }

    @Test
    void aFrameFullOfExtensionHeadersIsReadOnce() {
        byte[] packet = ipv6(60, A6, B6, new byte[65_528]);
        for (int at = 40; at < packet.length; at += 8) {
            packet[at] = 60;
        }
        assertEquals(1, Trial.ofIp(packet).counters().lost(DecodeLoss.IP_EXTENSION));
    }
}
