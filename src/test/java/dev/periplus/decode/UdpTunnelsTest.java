package dev.periplus.decode;

import static dev.periplus.decode.Frames.A;
import static dev.periplus.decode.Frames.A6;
import static dev.periplus.decode.Frames.B;
import static dev.periplus.decode.Frames.checked;
import static dev.periplus.decode.Frames.ethernet;
import static dev.periplus.decode.Frames.hex;
import static dev.periplus.decode.Frames.ipv4;
import static dev.periplus.decode.Frames.ipv6;
import static dev.periplus.decode.Frames.join;
import static dev.periplus.decode.Frames.label;
import static dev.periplus.decode.Frames.pattern;
import static dev.periplus.decode.Frames.slice;
import static dev.periplus.decode.Frames.tag;
import static dev.periplus.decode.Frames.text;
import static dev.periplus.decode.Frames.u16;
import static dev.periplus.decode.Frames.udp;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tunnels whose own header says little: only a right packet inside proves them. */
class UdpTunnelsTest {
    private static final byte[] FOUR = checked(ipv4(Packet.UDP, "10.8.0.1", "10.8.0.2", udp(7, 9, text("inside"))));
    private static final byte[] SIX = ipv6(Packet.UDP, "fd00::1", "fd00::2", udp(7, 9, text("inside")));
    private static final byte[] FRAME = ethernet(EtherType.IPV4, FOUR);

    static List<TunnelsTest.Case> proven() {
        byte[] ppp = join(hex("ff03 0021"), FOUR);
        byte[] wireless = join(hex("0801 0000 020000000001 020000000002 020000000003 1000 aaaa03 000000 0800"), FOUR);
        return List.of(
                over("VXLAN, reserved flag", Tunnel.VXLAN, "09000000 00002a00", FRAME),
                over("VXLAN, reserved byte", Tunnel.VXLAN, "08000000 00002a01", FRAME),
                over("VXLAN of Cisco ACI", Tunnel.VXLAN, "c8808003 00002a80", FRAME),
                over("VXLAN, NSH", Tunnel.VXLAN, "0c000004 00002a00 0fc2 0201 00000107", FOUR),
                over("L2TP", Tunnel.L2TP, "0002 0011 0022", ppp),
                over("L2TP, length", Tunnel.L2TP, "4002" + "%04x".formatted(8 + ppp.length) + "00110022", ppp),
                over("L2TP, sequence", Tunnel.L2TP, "0802 0011 0022 0001 0000", ppp),
                over("L2TP, offset", Tunnel.L2TP, "0202 0011 0022 0002 0000", join(hex("0021"), FOUR)),
                over("L2TP 3", Tunnel.L2TP, "00030000 00000011", FRAME),
                over("L2TP 3, cookie", Tunnel.L2TP, "00030000 00000011 0102030405060708 00000000", FRAME),
                over("L2TP 3, PPP", Tunnel.L2TP, "00030000 00000011 01020304", ppp),
                over("CAPWAP", Tunnel.CAPWAP, "00100000 00000000", FRAME),
                over("CAPWAP, 802.11", Tunnel.CAPWAP, "00200310 00000000 06010203 04050600", wireless),
                over("LISP", Tunnel.LISP, "80123456 00000001", FOUR),
                over("LISP, IPv6", Tunnel.LISP, "c8123456 00000100", SIX),
                over("TZSP", Tunnel.TZSP, "01000001 0a 01 20 01", FRAME),
                over("TZSP, 802.11", Tunnel.TZSP, "01000012 00 0a 01 20 01", wireless),
                over("GUE", Tunnel.GUE, "00040000", FOUR),
                over("GUE, options", Tunnel.GUE, "02290000 01020304 05060708", SIX),
                over("GUE, bare", Tunnel.GUE, "", FOUR),
                over("MPLS in UDP", Tunnel.MPLS_IN_UDP, "", label(3, false, label(16, true, FOUR))),
                over("MPLS in UDP, Ethernet", Tunnel.MPLS_IN_UDP, "", label(16, true, FRAME)),
                new TunnelsTest.Case("L2TP 3 over IP", Tunnel.L2TP, 0, ipv4(115, A, B, join(hex("00000011"), FRAME))),
                new TunnelsTest.Case(
                        "L2TP 3 over IP, cookie",
                        Tunnel.L2TP,
                        0,
                        ipv4(115, A, B, join(hex("00000011 01020304"), FRAME))));
    }

    private static TunnelsTest.Case over(String name, Tunnel kind, String header, byte[] inner) {
        return new TunnelsTest.Case(name, kind, 0, overUdp(join(hex(header), inner)));
    }

    private static byte[] overUdp(byte[] payload) {
        return ipv4(17, A, B, udp(40_000, 50_000, payload));
    }

    /** The inner packet with another byte 8, its time to live: the checksum of its header is wrong then. */
    private static byte[] spoilt(byte[] packet) {
        byte[] bytes = packet.clone();
        int at = 28;
        while (at + 20 < bytes.length && !(bytes[at] == 0x45 && bytes[at + 9] == 17 && bytes[at + 12] == 10)) {
            at++;
        }
        bytes[at + 8]++;
        return bytes;
    }

    @ParameterizedTest
    @MethodSource("proven")
    void aWrongInnerHeaderIsNoTunnel(TunnelsTest.Case tunnel) {
        if (!tunnel.name().contains("IPv6") && !tunnel.name().equals("GUE, options")) {
            assertEquals(1, Trial.ofIp(spoilt(tunnel.packet())).seen().size());
        }
    }

    @Test
    void aFrameCutBeforeItWasPutIntoATunnelIsOpenedAndCut() {
        for (String header : List.of("08000000 00002a00", "00006558 00002a00")) {
            byte[] inner = ethernet(0x8100, tag(7, 0x0800, checked(ipv4(17, A, B, udp(7, 9, pattern(300))))));
            byte[] cut = slice(inner, 0, 90);
            Trial trial = Trial.ofIp(overUdp(join(hex(header), cut)));
            assertEquals(2, trial.seen().size());
            assertEquals(300, trial.seen().get(1).payloadLength());
            assertEquals(90 - 18 - 28, trial.seen().get(1).bytes().length);
            assertEquals(1, trial.counters().truncated);
            assertEquals(1, trial.counters().shortened);
            assertEquals(0, trial.counters().notOpened);
        }
    }

    @Test
    void aTunnelThatIsNotOpenedIsCounted() {
        byte[] inner = ethernet(EtherType.IPV4, slice(ipv4(17, A, B, udp(7, 9, pattern(300))), 0, 60));
        Trial trial = Trial.ofIp(overUdp(join(hex("08000000 00002a00"), inner)));
        assertEquals(1, trial.seen().size());
        assertEquals(1, trial.counters().notOpened);
    }

    @Test
    void aFrameCutInGreOrErspanIsCutNotMalformed() {
        byte[] cut = slice(checked(ipv4(17, A, B, udp(7, 9, pattern(300)))), 0, 60);
        for (byte[] gre : List.of(
                join(hex("0000 0800"), cut),
                join(hex("1000 88be 00000001 10640001 00000007"), ethernet(0x0800, cut)))) {
            Trial trial = Trial.ofIp(ipv4(47, A, B, gre));
            assertEquals(2, trial.seen().size());
            assertEquals(0, trial.counters().malformed());
            assertEquals(1, trial.counters().truncated);
        }
    }

    @Test
    void keepAlivesAndControlMessagesAreNoTunnels() {
        for (String payload :
                List.of("00100008 00000000 00000000", "c8020014 0000000000000000 8008 0000 0000 0001", "01000001 01")) {
            assertEquals(1, Trial.ofIp(overUdp(hex(payload))).seen().size());
        }
        assertEquals(
                1, Trial.ofIp(ipv4(103, A, B, hex("2100 defe 40000000"))).seen().size());
        assertEquals(
                1,
                Trial.ofIp(ipv4(115, A, B, hex("00000000 c8030014 00000000")))
                        .seen()
                        .size());
        assertEquals(
                1,
                Trial.ofIp(ipv6(17, A6, A6, udp(1, 2, u16(0, 0, 0, 0, 0))))
                        .seen()
                        .size());
    }
}
