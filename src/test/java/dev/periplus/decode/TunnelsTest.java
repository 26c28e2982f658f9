package dev.periplus.decode;

import static dev.periplus.decode.Frames.A;
import static dev.periplus.decode.Frames.A6;
import static dev.periplus.decode.Frames.B;
import static dev.periplus.decode.Frames.B6;
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
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TunnelsTest {
    private static final byte[] FOUR = ipv4(Packet.UDP, "10.8.0.1", "10.8.0.2", udp(7, 9, text("inside")));
    private static final byte[] SIX = ipv6(Packet.UDP, "fd00::1", "fd00::2", udp(7, 9, text("inside")));
    /** The IPv6 header and the ports. */
    private static final int SLICE = 48;

    private static final byte[] TEREDO_SIX =
            ipv6(Packet.UDP, "2001:0:102:304::5", "2001:db8::2", udp(7, 9, text("inside")));
    private static final byte[] FRAME = ethernet(EtherType.IPV4, FOUR);

    /** A packet whose innermost payload is "inside"; {@code vlan} is the VLAN of the inner frame. */
    record Case(String name, Tunnel kind, int vlan, byte[] packet, boolean sliced) {
        Case(String name, Tunnel kind, int vlan, byte[] packet) {
            this(name, kind, vlan, packet, false);
        }

        /** The same; its inner header is right, so it is opened though the packet behind it is cut. */
        Case slice() {
            return new Case(name, kind, vlan, packet, true);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Case> direct() {
        return List.of(
                new Case("IP in IP", Tunnel.IPIP, 0, ipv4(4, A, B, FOUR)),
                new Case("IPv4 in IPv6", Tunnel.IPIP, 0, ipv6(4, A6, B6, FOUR)),
                new Case("IPv6 in IPv4", Tunnel.SIXINFOUR, 0, ipv4(41, A, B, SIX)),
                new Case("IPv6 in IPv6", Tunnel.IPIP, 0, ipv6(41, A6, B6, SIX)),
                gre("GRE", "0000 0800", FOUR),
                gre("GRE, IPv6", "0000 86dd", SIX),
                gre("GRE, checksum", "8000 0800 00000000", FOUR),
                gre("GRE, key", "2000 0800 00000001", FOUR),
                gre("GRE, sequence", "1000 0800 00000001", FOUR),
                gre("GRE, all three", "b000 0800 00000000 00000001 00000001", FOUR),
                gre("GRE, routing", "4000 0800 00000000 00020004 01020304 00000000", FOUR),
                gre("GRE, MPLS", "0000 8847", label(3, true, FOUR)),
                gre("GRE, Ethernet", "2000 6558 00000100", FRAME),
                gre("GRE, PPP", "0000 880b", join(hex("ff03 0021"), FOUR)),
                gre(
                        "GRE, 802.11",
                        "0000 8210",
                        join(hex("0801 0000 020000000001 020000000002 020000000003 1000 aaaa03 000000 0800"), FOUR)),
                gre("PPTP", "2001 880b 00240001", join(hex("ff03 0021"), FOUR)),
                gre(
                        "PPTP, sequence and acknowledgement",
                        "3081 880b 00240001 00000005 00000004",
                        join(hex("21"), FOUR)),
                new Case("EtherIP", Tunnel.ETHERIP, 0, ipv4(97, A, B, join(hex("3000"), FRAME))),
                new Case("Ethernet in IPv6", Tunnel.ETHERNET_IN_IP, 0, ipv6(143, A6, B6, FRAME)),
                new Case("PIM register", Tunnel.PIM, 0, ipv4(103, A, B, join(hex("2100 defe 00000000"), FOUR))),
                erspan("ERSPAN I", "0000 88be"),
                erspan("ERSPAN II", "1000 88be 00000001 10640001 00000007"),
                erspan("ERSPAN III", "1000 22eb 00000001 20640001 00000000 00000000"),
                erspan("ERSPAN III, subheader", "1000 22eb 00000001 20640001 00000000 00000001 0000000000000000"));
    }

    static List<Case> overUdp() {
        byte[] tagged = ethernet(0x8100, tag(77, 0x0800, FOUR));
        return List.of(
                new Case("VXLAN", Tunnel.VXLAN, 0, overUdp(join(hex("08000000 00002a00"), FRAME))),
                new Case("VXLAN, tagged", Tunnel.VXLAN, 77, overUdp(join(hex("08000000 00002a00"), tagged))),
                new Case("VXLAN, group policy", Tunnel.VXLAN, 0, overUdp(join(hex("88480005 00002a00"), FRAME))),
                new Case("VXLAN-GPE, Ethernet", Tunnel.VXLAN, 0, overUdp(join(hex("0c000003 00002a00"), FRAME))),
                new Case("VXLAN-GPE, IPv6", Tunnel.VXLAN, 0, overUdp(join(hex("0c000002 00002a00"), SIX))).slice(),
                new Case(
                        "VXLAN over IPv6",
                        Tunnel.VXLAN,
                        0,
                        ipv6(17, A6, B6, udp(1, 2, join(hex("08000000 00002a00"), FRAME)))),
                new Case("GENEVE", Tunnel.GENEVE, 0, overUdp(join(hex("00006558 00002a00"), FRAME))),
                new Case("GENEVE, IPv4", Tunnel.GENEVE, 0, overUdp(join(hex("00000800 00002a00"), FOUR))),
                new Case(
                                "GENEVE, options",
                                Tunnel.GENEVE,
                                0,
                                overUdp(join(hex("034086dd 00002a00 0102 8001 00000000 0102 0300"), SIX)))
                        .slice(),
                new Case("GTP-U", Tunnel.GTP_U, 0, gtp("30", "", FOUR)),
                new Case("GTP-U, IPv6", Tunnel.GTP_U, 0, gtp("30", "", SIX)),
                new Case("GTP-U, sequence", Tunnel.GTP_U, 0, gtp("32", "00010000", FOUR)),
                new Case("GTP-U, extensions", Tunnel.GTP_U, 0, gtp("34", "00000085 01000140 01000000", FOUR)),
                new Case("Teredo", Tunnel.TEREDO, 0, overUdp(TEREDO_SIX)),
                new Case("Teredo, origin", Tunnel.TEREDO, 0, overUdp(join(hex("0000 f0f0 01020304"), TEREDO_SIX))),
                new Case(
                        "Teredo, authentication and origin",
                        Tunnel.TEREDO,
                        0,
                        overUdp(join(hex("0001 0302 aabbcc ddee 0102030405060708 00 0000 f0f0 01020304"), TEREDO_SIX))),
                new Case("Teredo, trailer", Tunnel.TEREDO, 0, overUdp(join(TEREDO_SIX, hex("0104 01020304")))));
    }

    private static Case gre(String name, String header, byte[] payload) {
        return new Case(name, Tunnel.GRE, 0, ipv4(47, A, B, join(hex(header), payload)));
    }

    private static Case erspan(String name, String header) {
        return new Case(name, Tunnel.ERSPAN, 0, ipv4(47, A, B, join(hex(header), FRAME)));
    }

    private static byte[] overUdp(byte[] payload) {
        return ipv4(17, A, B, udp(40_000, 50_000, payload));
    }

    private static byte[] gtp(String flags, String optional, byte[] inner) {
        byte[] body = join(hex(optional), inner);
        return overUdp(join(hex(flags + "ff"), u16(body.length), hex("00000017"), body));
    }

    @ParameterizedTest
    @MethodSource({
        "direct",
        "overUdp",
        "dev.periplus.decode.UdpTunnelsTest#proven",
        "dev.periplus.decode.IpsecTest#opened"
    })
    void theInnerPacketFollowsTheOuter(Case tunnel) {
        Trial trial = Trial.ofIp(tunnel.packet);
        assertEquals(2, trial.seen().size());
        Trial.Seen outer = trial.seen().get(0);
        Trial.Seen inner = trial.seen().get(1);
        assertEquals(0, outer.tunnel());
        assertEquals(0, outer.tunnelKinds());
        assertEquals("696e73696465", inner.payload());
        assertEquals(7, inner.sourcePort());
        assertEquals(tunnel.kind.ordinal() + 1, inner.tunnelKinds());
        assertEquals(tunnel.vlan, inner.vlan());
        assertNotEquals(0, inner.tunnel());
        assertEquals(1, trial.counters().opened(tunnel.kind));
        assertEquals(0, trial.counters().malformed());
    }

    @ParameterizedTest
    @MethodSource({
        "direct",
        "overUdp",
        "dev.periplus.decode.UdpTunnelsTest#proven",
        "dev.periplus.decode.IpsecTest#opened"
    })
    void tunnelsStayShutWhenToldSo(Case tunnel) {
        Trial trial = new Trial(DecodeSettings.defaults().withTunnels(false)).ip(tunnel.packet);
        assertEquals(0, trial.only().tunnel());
        assertEquals(0, trial.counters().opened(tunnel.kind));
    }

    @ParameterizedTest
    @MethodSource({
        "direct",
        "overUdp",
        "dev.periplus.decode.UdpTunnelsTest#proven",
        "dev.periplus.decode.IpsecTest#opened"
    })
    void cutTunnelsAreTruncatedNotMalformed(Case tunnel) {
        for (int length = 0; length < tunnel.packet.length; length++) {
            Trial trial = new Trial().frame(101, slice(tunnel.packet, 0, length), tunnel.packet.length);
            assertEquals(1, trial.counters().truncated, "cut to " + length);
            assertEquals(0, trial.counters().malformed(), "cut to " + length);
        }
    }

    @ParameterizedTest
    @MethodSource("overUdp")
    void overUdpTheStructureMustHoldToTheLastByteOfTheHeaders(Case tunnel) {
        int ip = tunnel.packet[0] >> 4 == 4 ? 20 : 40;
        byte[] payload = slice(tunnel.packet, ip + 8, tunnel.packet.length);
        for (int length = 0; length < payload.length; length++) {
            boolean whole = tunnel.name.equals("Teredo, trailer") && length == TEREDO_SIX.length
                    || tunnel.sliced && length >= payload.length - SIX.length + SLICE;
            List<Trial.Seen> seen =
                    Trial.ofIp(overUdp(slice(payload, 0, length))).seen();
            assertEquals(whole ? 2 : 1, seen.size(), "only " + length);
        }
    }

    @Test
    void nearMissesAreNotOpened() {
        for (String vxlan : List.of(
                "09000000 00002a00",
                "08000001 00002a00",
                "08000000 00002a01",
                "88040000 00002a00",
                "0c000004 00002a00",
                "00000000 00002a00")) {
            assertShut(join(hex(vxlan), FRAME));
        }
        assertShut(join(hex("08000000 00002a00"), ethernet(0x1234, pattern(60))));
        assertShut(join(hex("08000000 00002a00"), ethernet(EtherType.IPV4, join(FOUR, new byte[60]))));
        assertShut(join(hex("08000000 00002a00 030000000001 030000000002 0800"), FOUR));
        assertShut(join(hex("40000800 00002a00"), FOUR));
        assertShut(join(hex("00010800 00002a00"), FOUR));
        assertShut(join(hex("00000800 00002a01"), FOUR));
        assertShut(join(hex("00000800 00002a00"), FOUR, hex("00")));
        assertShut(join(hex("01000800 00002a00 01020004"), FOUR));
        assertShut(join(hex("01000800 00002a00 01020020"), FOUR));
        byte[] gtp = slice(gtp("30", "", FOUR), 28, 28 + 8 + FOUR.length);
        assertShut(join(gtp, hex("00")));
        assertShut(join(hex("38ff"), slice(gtp, 2, gtp.length)));
        assertShut(join(hex("30fe"), slice(gtp, 2, gtp.length)));
        assertShut(slice(gtp("34", "00000085 00000000", FOUR), 28, 28 + 16 + FOUR.length));
        assertShut(SIX);
        assertShut(join(TEREDO_SIX, hex("01")));
        assertShut(join(TEREDO_SIX, hex("0105 01020304")));
        assertShut(join(hex("0000 f0f0 01020304 00"), TEREDO_SIX));
    }

    @Test
    void linkLocalPacketsAreTeredoOnlyForRouterDiscovery() {
        byte[] solicitation = ipv6(58, "fe80::1", "ff02::2", hex("8500 0000 00000000"));
        assertEquals(2, Trial.ofIp(overUdp(solicitation)).seen().size());
        assertShut(ipv6(17, "fe80::1", "ff02::2", udp(1, 2, text("x"))));
    }

    @Test
    void arpInsideVxlanIsATunnelWithoutIp() {
        byte[] arp = join(hex("0001 0800 06 04 0001"), pattern(20));
        for (byte[] frame : List.of(ethernet(EtherType.ARP, arp), ethernet(0x8100, tag(3, EtherType.ARP, arp)))) {
            Trial trial = Trial.ofIp(overUdp(join(hex("08000000 00002a00"), frame)));
            assertEquals(1, trial.seen().size());
            assertEquals(1, trial.counters().opened(Tunnel.VXLAN));
            assertEquals(1, trial.counters().notIp);
        }
    }

    @Test
    void bothDirectionsShareATunnelAndNetworksDoNot() {
        long there = chain(ipv4(17, A, B, udp(1, 4789, join(hex("08000000 00002a00"), FRAME))));
        long back = chain(ipv4(17, B, A, udp(2, 4789, join(hex("08000000 00002a00"), FRAME))));
        long otherNetwork = chain(ipv4(17, A, B, udp(1, 4789, join(hex("08000000 00002b00"), FRAME))));
        long otherHosts = chain(ipv4(17, A, "192.0.2.10", udp(1, 4789, join(hex("08000000 00002a00"), FRAME))));
        assertEquals(there, back);
        assertNotEquals(there, otherNetwork);
        assertNotEquals(there, otherHosts);
        assertNotEquals(chain(ipv4(4, A, B, FOUR)), chain(ipv4(47, A, B, join(hex("0000 0800"), FOUR))));
        assertEquals(
                chain(ipv4(47, A, B, join(hex("2000 0800 00000001"), FOUR))),
                chain(ipv4(47, B, A, join(hex("2000 0800 00000002"), FOUR))));
    }

    @Test
    void kindsOfNestedTunnelsAreListedOutermostHighest() {
        byte[] inner = ipv4(47, A, B, join(hex("0000 86dd"), SIX));
        Trial trial = Trial.ofIp(ipv4(4, A, B, inner));
        assertEquals(3, trial.seen().size());
        assertEquals(
                Tunnel.IPIP.ordinal() + 1 << 8 | Tunnel.GRE.ordinal() + 1,
                trial.seen().get(2).tunnelKinds());
        assertNotEquals(trial.seen().get(1).tunnel(), trial.seen().get(2).tunnel());
    }

    @Test
    void theOuterVlanHoldsInsideUnlessTheInnerFrameHasItsOwn() {
        byte[] plain = ethernet(0x8100, tag(5, 0x0800, ipv4(4, A, B, FOUR)));
        assertEquals(5, Trial.of(1, plain).seen().get(1).vlan());
        byte[] mirrored = join(hex("0000 88be"), ethernet(0x8100, tag(9, 0x0800, FOUR)));
        Trial trial = Trial.of(1, ethernet(0x8100, tag(5, 0x0800, ipv4(47, A, B, mirrored))));
        assertEquals(5, trial.seen().get(0).vlan());
        assertEquals(9, trial.seen().get(1).vlan());
    }

    @Test
    void badTunnelHeadersAreCounted() {
        assertEquals(1, gre("0002 0800 01020304").lost(DecodeLoss.GRE_HEADER));
        assertEquals(1, gre("b000 0800 01020304").lost(DecodeLoss.GRE_HEADER));
        assertEquals(1, gre("0000").lost(DecodeLoss.GRE_HEADER));
        assertEquals(1, gre("4000 0800 00000000 00020004 01020304").lost(DecodeLoss.GRE_HEADER));
        assertEquals(1, gre("1000 88be 00000001 30640001 00000007").lost(DecodeLoss.ERSPAN_HEADER));
        assertEquals(1, gre("1000 22eb 00000001 20640001").lost(DecodeLoss.ERSPAN_HEADER));
        assertEquals(1, gre("0000 0800 60000000").lost(DecodeLoss.SHORT_IP_HEADER));
        assertEquals(0, gre("0000 2000 01020304").opened(Tunnel.GRE));
        assertEquals(0, gre("0000 0000").opened(Tunnel.GRE));
    }

    @Test
    void randomDatagramsAreNotTunnels() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Decoder decoder = new Decoder(DecodeSettings.defaults(), p -> {});
        int[] openings = {0x08000000, 0x00006558, 0x30ff0020, 0x60000000, 0x00000000, 0x00010000};
        for (int i = 0; i < 100_000; i++) {
            byte[] payload = new byte[40 + random.nextInt(60)];
            random.nextBytes(payload);
            System.arraycopy(Frames.u32(openings[i % openings.length]), 0, payload, 0, 4);
            byte[] packet = overUdp(payload);
            decoder.decode(packet, 0, packet.length, packet.length, 101, 0, 0, i);
        }
        assertEquals(100_000, decoder.counters().ipPackets, "seed " + seed);
    }

    private static long chain(byte[] packet) {
        return Trial.ofIp(packet).seen().get(1).tunnel();
    }

    private static DecodeCounters gre(String bytes) {
        return Trial.ofIp(ipv4(47, A, B, hex(bytes))).counters();
    }

    private static void assertShut(byte[] payload) {
        assertEquals(1, Trial.ofIp(overUdp(payload)).seen().size());
    }
}
