package dev.periplus.decode;

import static dev.periplus.decode.Frames.A6;
import static dev.periplus.decode.Frames.B6;
import static dev.periplus.decode.Frames.ethernet;
import static dev.periplus.decode.Frames.hex;
import static dev.periplus.decode.Frames.ipUdp;
import static dev.periplus.decode.Frames.ipv6;
import static dev.periplus.decode.Frames.join;
import static dev.periplus.decode.Frames.label;
import static dev.periplus.decode.Frames.pattern;
import static dev.periplus.decode.Frames.slice;
import static dev.periplus.decode.Frames.tag;
import static dev.periplus.decode.Frames.text;
import static dev.periplus.decode.Frames.udp;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LinkLayerTest {
    private static final byte[] FOUR = ipUdp(text("inside"));
    private static final byte[] SIX = ipv6(Packet.UDP, A6, B6, udp(1111, 2222, text("inside")));
    private static final byte[] SNAP_FOUR = join(hex("aaaa03 000000 0800"), FOUR);
    private static final byte[] SNAP_SIX = join(hex("aaaa03 000000 86dd"), SIX);

    /** A frame of a link type, with the VLAN ids it carries; {@link #SIX} is inside if {@code version} is 6. */
    record Link(String name, int type, int version, int vlan, byte[] frame) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Link> ethernets() {
        return List.of(
                new Link("ethernet", 1, 4, 0, ethernet(EtherType.IPV4, FOUR)),
                new Link("ethernet, IPv6", 1, 6, 0, ethernet(EtherType.IPV6, SIX)),
                new Link("VLAN", 1, 4, 100, ethernet(0x8100, tag(0x6064, 0x0800, FOUR))),
                new Link("QinQ", 1, 4, 5 << 12 | 7, ethernet(0x88a8, tag(5, 0x8100, tag(7, 0x0800, FOUR)))),
                new Link("old QinQ", 1, 6, 5 << 12 | 7, ethernet(0x9100, tag(5, 0x8100, tag(7, 0x86dd, SIX)))),
                new Link(
                        "three tags",
                        1,
                        4,
                        1 << 12 | 3,
                        ethernet(0x8100, tag(1, 0x8100, tag(2, 0x8100, tag(3, 0x0800, FOUR))))),
                new Link("E-Tag", 1, 4, 0, ethernet(0x893f, join(hex("000000000001 0800"), FOUR))),
                new Link("VN-Tag", 1, 6, 4, ethernet(0x8926, join(hex("00000001 8100"), tag(4, 0x86dd, SIX)))),
                new Link("FabricPath", 1, 4, 0, ethernet(0x8903, join(hex("0420"), ethernet(0x0800, FOUR)))),
                new Link("MAC in MAC", 1, 4, 0, ethernet(0x88e7, join(hex("00000007"), ethernet(0x0800, FOUR)))),
                new Link("MPLS", 1, 4, 0, ethernet(0x8847, label(16, false, label(17, true, FOUR)))),
                new Link("MPLS, IPv6", 1, 6, 0, ethernet(0x8848, label(17, true, SIX))),
                new Link("VLAN and MPLS", 1, 4, 9, ethernet(0x8100, tag(9, 0x8847, label(16, true, FOUR)))),
                new Link("pseudo-wire", 1, 4, 0, ethernet(0x8847, label(16, true, ethernet(0x0800, FOUR)))),
                new Link(
                        "pseudo-wire, control word",
                        1,
                        6,
                        8,
                        ethernet(
                                0x8847, label(16, true, join(hex("00000001"), ethernet(0x8100, tag(8, 0x86dd, SIX)))))),
                new Link("PPPoE", 1, 4, 0, ethernet(0x8864, join(hex("1100 0001 0024 0021"), FOUR))),
                new Link("PPPoE, IPv6", 1, 6, 0, ethernet(0x8864, join(hex("1100 0001 0024 0057"), SIX))),
                new Link("SNAP", 1, 4, 0, ethernet(SNAP_FOUR.length, SNAP_FOUR)),
                new Link("LLC", 1, 4, 0, ethernet(3 + FOUR.length, join(hex("060603"), FOUR))));
    }

    static List<Link> lines() {
        return List.of(
                new Link("raw 101", 101, 6, 0, SIX),
                new Link("raw 12", 12, 4, 0, FOUR),
                new Link("raw 14", 14, 4, 0, FOUR),
                new Link("IPv4 228", 228, 4, 0, FOUR),
                new Link("IPv6 229", 229, 6, 0, SIX),
                new Link("null, little endian", 0, 4, 0, join(hex("02000000"), FOUR)),
                new Link("null, big endian", 0, 4, 0, join(hex("00000002"), FOUR)),
                new Link("null, Linux IPv6", 0, 6, 0, join(hex("0a000000"), SIX)),
                new Link("null, NetBSD IPv6", 0, 6, 0, join(hex("18000000"), SIX)),
                new Link("null, FreeBSD IPv6", 0, 6, 0, join(hex("0000001c"), SIX)),
                new Link("null, macOS IPv6", 0, 6, 0, join(hex("1e000000"), SIX)),
                new Link("loop", 108, 6, 0, join(hex("00000018"), SIX)),
                new Link("cooked", 113, 4, 0, join(hex("0000 0001 0006 020000000001 0000 0800"), FOUR)),
                new Link("cooked, VLAN", 113, 6, 6, join(hex("0000 0001 0006 020000000001 0000 8100 0006 86dd"), SIX)),
                new Link("cooked 2", 276, 6, 0, join(hex("86dd 0000 00000003 0001 00 06 020000000001 0000"), SIX)),
                new Link("PPP", 9, 4, 0, join(hex("ff03 0021"), FOUR)),
                new Link("PPP, compressed", 9, 4, 0, join(hex("21"), FOUR)),
                new Link("PPP in HDLC", 50, 6, 0, join(hex("ff03 0057"), SIX)),
                new Link("PPP with MPLS", 50, 4, 0, join(hex("ff03 0281"), label(5, true, FOUR))),
                new Link("HDLC as PPP", 50, 4, 0, join(hex("0f00 0800"), FOUR)),
                new Link("bare PPPoE", 51, 4, 0, join(hex("1100 0001 0024 0021"), FOUR)),
                new Link("Cisco HDLC", 104, 4, 0, join(hex("8f00 0800"), FOUR)),
                new Link("pppd", 166, 4, 0, join(hex("0103 0021"), FOUR)),
                new Link("PPP with direction", 204, 6, 0, join(hex("00 ff03 0057"), SIX)),
                new Link("frame relay", 107, 4, 0, join(hex("1841 03 cc"), FOUR)),
                new Link("frame relay, SNAP", 107, 6, 0, join(hex("1841 03 00 80 000000 86dd"), SIX)),
                new Link("frame relay, Cisco", 107, 4, 0, join(hex("1841 0800"), FOUR)),
                new Link("token ring", 6, 4, 0, join(hex("1040 020000000001 020000000002"), SNAP_FOUR)),
                new Link(
                        "token ring, routed",
                        6,
                        4,
                        0,
                        join(hex("1040 020000000001 820000000002 06300010 0020"), SNAP_FOUR)),
                new Link("FDDI", 10, 6, 0, join(hex("50 020000000001 020000000002"), SNAP_SIX)),
                new Link("ATM", 100, 4, 0, SNAP_FOUR),
                new Link("Fibre Channel", 122, 4, 0, join(pattern(16), SNAP_FOUR)),
                new Link("enc", 109, 4, 0, join(hex("02000000 00001000 00000001"), FOUR)),
                new Link("pflog", 117, 6, 0, join(hex("3d18"), new byte[62], SIX)),
                new Link(
                        "nflog",
                        239,
                        4,
                        0,
                        join(hex("02000001 0800 0100 deadbeef 0500 0a00 61000000"), hex("2a000900"), FOUR)));
    }

    static List<Link> wireless() {
        byte[] radiotap = hex("00000c00 02000000 00 000000");
        byte[] padded = hex("00001100 03000000 0000000000000000 20");
        String addresses = "020000000001 020000000002 020000000003 1000";
        return List.of(
                new Link("802.11", 105, 4, 0, join(hex("0801 0000" + addresses), SNAP_FOUR)),
                new Link("802.11, QoS", 105, 6, 0, join(hex("8802 0000" + addresses + "0000"), SNAP_SIX)),
                new Link(
                        "802.11, four addresses",
                        105,
                        4,
                        0,
                        join(hex("0803 0000" + addresses + "020000000004"), SNAP_FOUR)),
                new Link(
                        "802.11, HT control",
                        105,
                        4,
                        0,
                        join(hex("8881 0000" + addresses + "0000 00000000"), SNAP_FOUR)),
                new Link(
                        "802.11, A-MSDU",
                        105,
                        4,
                        0,
                        join(hex("8801 0000" + addresses + "8000 020000000001 020000000002 0032"), SNAP_FOUR)),
                new Link("802.11, protected but decrypted", 105, 4, 0, join(hex("0841 0000" + addresses), SNAP_FOUR)),
                new Link("radiotap", 127, 4, 0, join(radiotap, hex("0801 0000" + addresses), SNAP_FOUR)),
                new Link(
                        "radiotap, body padded",
                        127,
                        4,
                        0,
                        join(padded, hex("8801 0000" + addresses + "0000 0000"), SNAP_FOUR)),
                new Link(
                        "radiotap, longer presence",
                        127,
                        4,
                        0,
                        join(
                                hex("00001900 03000080 00000000 00000000 0000000000000000 20"),
                                hex("8801 0000" + addresses + "0000 0000"),
                                SNAP_FOUR)),
                new Link(
                        "Prism",
                        119,
                        4,
                        0,
                        join(hex("44000000 90000000"), new byte[136], hex("0801 0000" + addresses), SNAP_FOUR)),
                new Link(
                        "AVS",
                        163,
                        4,
                        0,
                        join(hex("80211001 00000040"), new byte[56], hex("0801 0000" + addresses), SNAP_FOUR)),
                new Link(
                        "AVS as Prism",
                        119,
                        4,
                        0,
                        join(hex("80211001 00000040"), new byte[56], hex("0801 0000" + addresses), SNAP_FOUR)),
                new Link("PPI", 192, 4, 0, join(hex("00000800 69000000 0801 0000" + addresses), SNAP_FOUR)),
                new Link("PPI with Ethernet", 192, 4, 0, join(hex("00000800 01000000"), ethernet(0x0800, FOUR))));
    }

    @ParameterizedTest
    @MethodSource({"ethernets", "lines", "wireless", "dev.periplus.decode.TagsTest#links"})
    void ipIsFoundBehindTheLinkHeader(Link link) {
        Trial trial = Trial.of(link.type, link.frame);
        Trial.Seen seen = trial.only();
        assertEquals(link.version, seen.ipVersion());
        assertEquals("696e73696465", seen.payload());
        assertEquals(link.vlan, seen.vlan());
        assertEquals(0, trial.counters().malformed());
        assertEquals(0, trial.counters().truncated);
    }

    @ParameterizedTest
    @MethodSource({"ethernets", "lines", "wireless", "dev.periplus.decode.TagsTest#links"})
    void theShardDependsOnTheAddressesOnly(Link link) {
        byte[] plain = link.version == 4 ? FOUR : SIX;
        assertEquals(hash(101, plain), hash(link.type, link.frame));
        assertNotEquals(0, hash(link.type, link.frame));
    }

    @ParameterizedTest
    @MethodSource({"ethernets", "lines", "wireless", "dev.periplus.decode.TagsTest#links"})
    void everyCutIsEitherTruncatedOrMalformed(Link link) {
        for (int length = 0; length < link.frame.length; length++) {
            Trial cut = new Trial().frame(link.type, slice(link.frame, 0, length), link.frame.length);
            assertEquals(1, cut.counters().truncated, "cut to " + length);
            Trial whole = Trial.of(link.type, slice(link.frame, 0, length));
            DecodeCounters counters = whole.counters();
            assertTrue(
                    counters.malformed() + counters.truncated + counters.notIp + counters.undecodable > 0,
                    "only " + length);
        }
    }

    @Test
    void otherTrafficIsNotIp() {
        assertNotIp(1, ethernet(EtherType.ARP, pattern(28)));
        assertNotIp(1, ethernet(0x8863, pattern(28)));
        assertNotIp(1, ethernet(0x8864, join(hex("1109 0000 0004 0021"), FOUR)));
        assertNotIp(1, ethernet(0x8864, hex("1100 0001 0002 c021 01020304")));
        assertNotIp(1, ethernet(38, join(hex("424203"), pattern(35))));
        assertNotIp(1, ethernet(60, join(hex("aaaa03 00000c 2000"), pattern(40))));
        assertNotIp(1, ethernet(60, join(hex("ffff00"), pattern(40))));
        assertNotIp(1, ethernet(0x8847, label(16, true, hex("10000001 00000000"))));
        assertNotIp(1, ethernet(0x8847, label(16, true, hex("00000001 00000000"))));
        assertNotIp(0, hex("05000000 01020304"));
        assertNotIp(9, hex("ff03 c021 01010004"));
        assertNotIp(104, hex("8f00 8035 00000000"));
        assertNotIp(107, hex("1841 03 81 00000000"));
        assertNotIp(113, join(hex("0000 0338 0000 0000000000000000 0000"), pattern(40)));
        assertNotIp(105, join(hex("8000 0000"), pattern(40)));
        assertNotIp(105, join(hex("c801 0000"), pattern(40)));
        assertNotIp(105, join(hex("0801 0000 020000000001 020000000002 020000000003 1100"), SNAP_FOUR));
    }

    @Test
    void encryptedWirelessFramesAreNotMalformed() {
        Trial trial = Trial.of(105, join(hex("0841 0000 020000000001 020000000002 020000000003 1000"), pattern(60)));
        assertEquals(1, trial.counters().lost(DecodeLoss.ENCRYPTED_WIRELESS));
        assertEquals(0, trial.counters().malformed());
        assertEquals(0, trial.counters().notIp);
    }

    @Test
    void linkHeadersThatCannotBeAreMalformed() {
        assertBad(127, join(hex("01000800 00000000"), pattern(40)));
        assertBad(127, join(hex("00000700 00000000"), pattern(40)));
        assertBad(105, join(hex("0901 0000"), pattern(40)));
        assertBad(192, join(hex("00000700 69000000"), pattern(40)));
        assertBad(163, join(hex("80211001 00000010"), new byte[80]));
        assertBad(239, hex("02000001 0300 0100 00000000"));
    }

    @Test
    void aStackOfTagsOrLabelsAsLongAsTheFrameEnds() {
        byte[] tags = new byte[60_000];
        for (int i = 0; i < tags.length; i += 4) {
            System.arraycopy(hex("0001 8100"), 0, tags, i, 4);
        }
        assertEquals(1, Trial.ofEthernet(0x8100, tags).counters().lost(DecodeLoss.SHORT_LINK_HEADER));
        assertEquals(1, Trial.ofEthernet(0x8847, new byte[60_000]).counters().lost(DecodeLoss.SHORT_LINK_HEADER));
    }

    private static void assertNotIp(int linkType, byte[] frame) {
        Trial trial = Trial.of(linkType, frame);
        assertEquals(1, trial.counters().notIp, () -> "link type " + linkType);
        assertEquals(List.of(), trial.seen());
        assertEquals(0, trial.counters().malformed());
    }

    private static void assertBad(int linkType, byte[] frame) {
        Trial trial = Trial.of(linkType, frame);
        assertEquals(1, trial.counters().lost(DecodeLoss.LINK_HEADER), () -> "link type " + linkType);
        assertEquals(List.of(), trial.seen());
    }

    private static int hash(int linkType, byte[] frame) {
        return ShardHash.addressHash(frame, 0, frame.length, linkType);
    }
}
