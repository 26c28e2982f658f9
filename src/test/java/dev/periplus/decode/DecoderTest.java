package dev.periplus.decode;

import static dev.periplus.decode.Frames.A;
import static dev.periplus.decode.Frames.A6;
import static dev.periplus.decode.Frames.B;
import static dev.periplus.decode.Frames.B6;
import static dev.periplus.decode.Frames.ethernet;
import static dev.periplus.decode.Frames.hex;
import static dev.periplus.decode.Frames.ipUdp;
import static dev.periplus.decode.Frames.ipv4;
import static dev.periplus.decode.Frames.ipv6;
import static dev.periplus.decode.Frames.join;
import static dev.periplus.decode.Frames.pattern;
import static dev.periplus.decode.Frames.slice;
import static dev.periplus.decode.Frames.tcp;
import static dev.periplus.decode.Frames.text;
import static dev.periplus.decode.Frames.udp;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DecoderTest {
    private static final byte[] SYN = ethernet(EtherType.IPV4, ipv4(Packet.TCP, A, B, tcp(40000, 443, 2, hex(""))));

    @Test
    void fillsEveryFieldOfATcpSegment() {
        byte[] frame = ethernet(EtherType.IPV4, ipv4(Packet.TCP, A, B, tcp(40000, 443, 0x18, text("hello"))));
        List<String> told = new ArrayList<>();
        byte[] bytes = join(pattern(9), frame);
        Decoder decoder = new Decoder(DecodeSettings.defaults(), p -> {
            told.add(p.capture + " " + p.number + " " + p.time + " " + p.frameOffset + " " + p.payloadOffset);
            told.add(p.wireLength + " " + p.ipLength + " " + p.tcpFlags + " " + Long.toHexString(p.tcpSequence) + " "
                    + Long.toHexString(p.tcpAcknowledgement));
            told.add(p.toString().split(",")[0]);
        });
        decoder.decode(bytes, 9, frame.length, frame.length, 1, 77, 3, 5);
        assertEquals(List.of("3 5 77 9 63", "59 45 24 11223344 55667788", "packet 5 of capture 3"), told);
        assertEquals(1, decoder.counters().packets);
        assertEquals(1, decoder.counters().ipPackets);
    }

    @Test
    void paddingOfShortFramesIsNotPayload() {
        Trial.Seen seen = Trial.of(1, join(SYN, new byte[6])).only();
        assertEquals(0, seen.payloadLength());
        assertEquals("", seen.payload());
        assertEquals(40, seen.ipLength());
    }

    @Test
    void aTotalLengthOfZeroMeansTheWholeFrame() {
        byte[] frame = ethernet(EtherType.IPV4, ipv4(Packet.TCP, A, B, tcp(1, 2, 16, pattern(3000))));
        frame[16] = 0;
        frame[17] = 0;
        Trial trial = new Trial().frame(1, frame, frame.length).frame(1, slice(frame, 0, 1000), frame.length);
        assertEquals(3000, trial.seen().get(0).payloadLength());
        assertEquals(3000, trial.seen().get(1).payloadLength());
        assertEquals(1000 - 54, trial.seen().get(1).bytes().length);
    }

    @Test
    void aSnappedPayloadKeepsItsLength() {
        byte[] frame = ethernet(EtherType.IPV4, ipUdp(pattern(500)));
        Trial trial = new Trial().frame(1, slice(frame, 0, 96), frame.length);
        assertEquals(500, trial.only().payloadLength());
        assertArrayEquals(slice(pattern(500), 0, 96 - 42), trial.only().bytes());
        assertEquals(1, trial.counters().truncated);
        assertEquals(0, trial.counters().malformed());
    }

    @Test
    void aSnappedTransportHeaderStillGivesThePorts() {
        Trial trial = new Trial().frame(1, slice(SYN, 0, 14 + 20 + 4), SYN.length);
        assertEquals(A + " 40000 > " + B + " 443", trial.only().ends());
        assertEquals(0, trial.only().payloadLength());
        assertEquals(1, trial.counters().truncated);
        Trial less = new Trial().frame(1, slice(SYN, 0, 14 + 20 + 3), SYN.length);
        assertEquals(List.of(), less.seen());
        assertEquals(1, less.counters().truncated);
        assertEquals(0, less.counters().malformed());
    }

    @Test
    void everyCutIsCountedOnceAsTruncated() {
        for (int captured = 0; captured < SYN.length; captured++) {
            Trial trial = new Trial().frame(1, slice(SYN, 0, captured), SYN.length);
            assertEquals(1, trial.counters().truncated, "cut to " + captured);
            assertEquals(0, trial.counters().malformed(), "cut to " + captured);
        }
    }

    @Test
    void anIpPacketThatClaimsMoreThanCameOnTheWireIsCut() {
        byte[] four = Frames.checked(ipUdp(pattern(100)));
        byte[] six = ipv6(Packet.UDP, A6, B6, udp(1111, 2222, pattern(100)));
        for (byte[] packet : List.of(four, six)) {
            for (int length :
                    new int[] {packet.length - 100 - 8, packet.length - 100, packet.length - 4, packet.length - 1}) {
                Trial trial = Trial.ofIp(slice(packet, 0, length));
                assertEquals(1, trial.counters().truncated);
                assertEquals(1, trial.counters().shortened);
                assertEquals(0, trial.counters().malformed());
                assertEquals(1, trial.counters().tracked + trial.counters().cutOff);
                if (length >= packet.length - 100) {
                    assertEquals(100, trial.only().payloadLength());
                    assertEquals(length - (packet.length - 100), trial.only().bytes().length);
                }
            }
        }
    }

    @Test
    void anIpPacketThatClaimsMoreAndHasABadHeaderIsMalformed() {
        byte[] four = Frames.checked(ipUdp(pattern(100)));
        assertLost(DecodeLoss.IP_TOTAL_LENGTH, 101, slice(changed(four, 8, 63), 0, 60));
        assertLost(DecodeLoss.IP_TOTAL_LENGTH, 101, slice(ipv6(200, A6, B6, pattern(100)), 0, 60));
    }

    @Test
    void badHeadersAreCountedByReason() {
        assertLost(DecodeLoss.SHORT_LINK_HEADER, 1, new byte[13]);
        assertLost(DecodeLoss.IP_VERSION, 1, ethernet(EtherType.IPV4, changed(ipUdp(text("x")), 0, 0x55)));
        assertLost(DecodeLoss.IP_VERSION, 1, ethernet(EtherType.IPV6, ipv4(17, A, B, pattern(40))));
        assertLost(DecodeLoss.IP_VERSION, 101, hex("10"));
        assertLost(DecodeLoss.SHORT_IP_HEADER, 1, ethernet(EtherType.IPV4, new byte[19]));
        assertLost(DecodeLoss.SHORT_IP_HEADER, 1, ethernet(EtherType.IPV6, new byte[39]));
        assertLost(DecodeLoss.IP_HEADER_LENGTH, 101, changed(ipUdp(text("x")), 0, 0x44));
        assertLost(DecodeLoss.IP_TOTAL_LENGTH, 101, changed(ipUdp(text("x")), 3, 19));
        assertLost(DecodeLoss.SHORT_TRANSPORT, 101, ipv4(Packet.UDP, A, B, pattern(3)));
    }

    @Test
    void aTcpHeaderThatCannotBeLeavesThePortsWithoutPayload() {
        for (int length : new int[] {0x40, 0xf0}) {
            byte[] segment = changed(tcp(7, 8, 2, text("payload")), 12, length);
            Trial trial = Trial.ofIp(ipv4(Packet.TCP, A, B, segment));
            assertEquals(A + " 7 > " + B + " 8", trial.only().ends());
            assertEquals(0, trial.only().payloadLength());
            assertEquals(1, trial.counters().lost(DecodeLoss.TCP_HEADER));
        }
        Trial cut = Trial.ofIp(ipv4(Packet.TCP, A, B, slice(tcp(7, 8, 2, hex("")), 0, 12)));
        assertEquals(A + " 7 > " + B + " 8", cut.only().ends());
        assertEquals(1, cut.counters().lost(DecodeLoss.SHORT_TRANSPORT));
    }

    @Test
    void udpLengthsBoundThePayload() {
        byte[] shorter = changed(udp(1, 2, pattern(20)), 5, 8 + 12);
        assertEquals(12, Trial.ofIp(ipv4(17, A, B, shorter)).only().payloadLength());
        byte[] none = changed(udp(1, 2, pattern(20)), 5, 0);
        assertEquals(20, Trial.ofIp(ipv4(17, A, B, none)).only().payloadLength());
        Trial tooShort = Trial.ofIp(ipv4(17, A, B, changed(udp(1, 2, pattern(20)), 5, 7)));
        assertEquals(0, tooShort.only().payloadLength());
        assertEquals(1, tooShort.counters().lost(DecodeLoss.UDP_LENGTH));
        Trial tooLong = Trial.ofIp(ipv4(17, A, B, changed(udp(1, 2, pattern(20)), 4, 1)));
        assertEquals(20, tooLong.only().payloadLength());
        assertEquals(1, tooLong.counters().lost(DecodeLoss.UDP_LENGTH));
    }

    @Test
    void lengthsFromTheFileThatMakeNoSenseDoNoHarm() {
        Trial trial =
                new Trial().frame(1, SYN, Integer.MAX_VALUE).frame(1, SYN, -1).frame(1, SYN, 3);
        assertEquals(3, trial.seen().size());
        assertEquals(1, trial.counters().truncated);
        assertEquals(SYN.length, trial.seen().get(2).wireLength());
    }

    @Test
    void framesWithoutIpAndUnknownLinkTypesAreCounted() {
        Trial trial = Trial.ofEthernet(EtherType.ARP, pattern(28));
        trial.frame(1, ethernet(EtherType.LLDP, pattern(40)), 54);
        trial.frame(147, pattern(60), 60).frame(189, pattern(60), 60).frame(147, pattern(60), 60);
        assertEquals(List.of(), trial.seen());
        assertEquals(2, trial.counters().notIp);
        assertEquals(3, trial.counters().unsupported());
        assertEquals(Map.of(147, 2L, 189, 1L), trial.counters().unsupportedLinkTypes());
    }

    @Test
    void deepNestingIsCutOffAndCounted() {
        byte[] packet = ipUdp(text("deep"));
        for (int i = 0; i < 12; i++) {
            packet = ipv4(4, A, B, packet);
        }
        Trial trial = Trial.ofIp(packet);
        assertEquals(8, trial.seen().size());
        assertEquals(1, trial.counters().lost(DecodeLoss.NESTING));
        assertTrue(trial.seen().stream().allMatch(seen -> seen.protocol() == 4));
    }

    private static void assertLost(DecodeLoss reason, int linkType, byte[] frame) {
        Trial trial = Trial.of(linkType, frame);
        assertEquals(List.of(), trial.seen(), reason.header());
        assertEquals(1, trial.counters().lost(reason), reason.header());
        assertEquals(1, trial.counters().malformed(), reason.header());
        assertEquals(0, trial.counters().truncated, reason.header());
    }

    private static byte[] changed(byte[] bytes, int at, int value) {
        byte[] copy = bytes.clone();
        copy[at] = (byte) value;
        return copy;
    }
}
