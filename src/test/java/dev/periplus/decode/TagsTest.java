package dev.periplus.decode;

import static dev.periplus.decode.Frames.A6;
import static dev.periplus.decode.Frames.B6;
import static dev.periplus.decode.Frames.checked;
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
import static dev.periplus.decode.Frames.u16;
import static dev.periplus.decode.Frames.udp;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Headers between the link layer and IP that are passed over, and link types that carry other link types. */
class TagsTest {
    private static final byte[] FOUR = checked(ipUdp(text("inside")));
    private static final byte[] SIX = ipv6(Packet.UDP, A6, B6, udp(1111, 2222, text("inside")));
    private static final byte[] FRAME = ethernet(0x0800, FOUR);
    private static final byte[] TAGGED = ethernet(0x8100, tag(77, 0x86dd, SIX));

    static List<LinkLayerTest.Link> links() {
        List<LinkLayerTest.Link> links = new ArrayList<>(List.of(
                link("Cisco metadata", 1, ethernet(0x8909, join(hex("01 01 0001 002a 0800"), FOUR))),
                link("Cisco TTag", 1, ethernet(0x8988, join(hex("010203040506 0800"), FOUR))),
                link("HSR", 1, ethernet(0x892f, join(hex("102e 0007 0800"), FOUR))),
                link("R-TAG", 1, ethernet(0xf1c1, join(hex("0000 0007 0800"), FOUR))),
                link("EDSA", 1, ethernet(0xdada, join(hex("0000 c0180000 0800"), FOUR))),
                link("MACsec", 1, ethernet(0x88e5, join(hex("00 00 00000001 0800"), FOUR))),
                link("MACsec, channel", 1, ethernet(0x88e5, join(hex("20 00 00000001 0200000000010001 0800"), FOUR))),
                link("TRILL", 1, ethernet(0x22f3, join(hex("0006 1234 5678"), FRAME))),
                link("TRILL, options", 1, ethernet(0x22f3, join(hex("0046 1234 5678 00000000"), FRAME))),
                link("NSH", 1, ethernet(0x894f, join(hex("0fc2 0201 00000107"), FOUR))),
                link("NSH, Ethernet", 1, ethernet(0x894f, join(hex("0fc6 0103 00000107"), new byte[16], FRAME))),
                link("NSH, MPLS", 1, ethernet(0x894f, join(hex("0fc2 0205 00000107"), label(9, true, FOUR)))),
                link("jumbo LLC", 1, ethernet(0x8870, join(hex("aaaa03 000000 0800"), FOUR))),
                new LinkLayerTest.Link("VLAN type 8200", 1, 4, 9, ethernet(0x8200, tag(9, 0x0800, FOUR))),
                new LinkLayerTest.Link("VLAN type 9300", 1, 6, 9, ethernet(0x9300, tag(9, 0x86dd, SIX))),
                new LinkLayerTest.Link(
                        "HSR and VLAN",
                        1,
                        6,
                        77,
                        ethernet(0x892f, join(hex("102e 0007"), slice(TAGGED, 12, TAGGED.length)))),
                link("cooked, radiotap", 113, cooked(803, 4, join(hex("0000 0800 00000000"), wireless()))),
                link("cooked, 802.11", 113, cooked(801, 4, wireless())),
                new LinkLayerTest.Link("cooked, hidden tag", 113, 4, 10, cooked(1, 0x0800, tag(10, 0x0800, FOUR))),
                new LinkLayerTest.Link(
                        "cooked, hidden tag that looks like IP",
                        113,
                        4,
                        5,
                        cooked(1, 0x0800, tag(0x4005, 0x0800, FOUR))),
                new LinkLayerTest.Link(
                        "cooked, hidden tag, IPv6", 113, 6, 10, cooked(1, 0x86dd, tag(0x600a, 0x86dd, SIX))),
                new LinkLayerTest.Link(
                        "cooked, two hidden tags",
                        113,
                        4,
                        3 << 12 | 4,
                        cooked(1, 0x0800, tag(3, 0x8100, tag(4, 0x0800, FOUR)))),
                new LinkLayerTest.Link(
                        "cooked, tag and hidden tag",
                        113,
                        4,
                        100 << 12 | 10,
                        cooked(1, 0x88a8, tag(100, 0x0800, tag(10, 0x0800, FOUR)))),
                link("pktap", 258, join(pktap(1), FRAME)),
                link("pktap of old", 149, join(pktap(1), FRAME)),
                link("pktap, raw", 258, join(pktap(12), FOUR)),
                link("ERF", 197, join(erf(0x02), hex("0000"), FRAME)),
                link("ERF, extension", 197, join(erf(0x8b), hex("8400000000000000 0400000000000000 0000"), FRAME)),
                link("ERF, HDLC", 197, join(erf(0x01), hex("0f00 0800"), FOUR)),
                link("ERF, IP", 197, join(erf(22), FOUR)),
                link("InfiniBand", 242, join(pattern(40), hex("0800 0000"), FOUR))));
        for (int first = 0; first < 256; first += 2) {
            links.add(link("pseudo-wire to station " + first, 1, pseudoWire(first, FRAME)));
        }
        return links;
    }

    private static LinkLayerTest.Link link(String name, int type, byte[] frame) {
        return new LinkLayerTest.Link(name, type, 4, 0, frame);
    }

    private static byte[] cooked(int hardware, int protocol, byte[] payload) {
        return join(u16(0, hardware, 6), hex("020000000001 0000"), u16(protocol), payload);
    }

    private static byte[] wireless() {
        return join(hex("0801 0000 020000000001 020000000002 020000000003 1000 aaaa03 000000 0800"), FOUR);
    }

    /** A header of process 301, {@code curl}. */
    static byte[] pktap(int linkType) {
        byte[] header = new byte[108];
        header[0] = 108;
        header[4] = 1;
        header[8] = (byte) linkType;
        System.arraycopy(hex("2d01"), 0, header, 52, 2);
        System.arraycopy(text("curl"), 0, header, 56, 4);
        return header;
    }

    private static byte[] erf(int type) {
        return join(new byte[8], new byte[] {(byte) type, 4}, u16(80, 0, 60));
    }

    /** A frame to a station whose address begins with this byte, behind a label and no control word. */
    static byte[] pseudoWire(int first, byte[] frame) {
        byte[] changed = frame.clone();
        changed[0] = (byte) first;
        return ethernet(0x8847, label(16, true, changed));
    }

    @Test
    void ipBehindALabelStaysIpWhateverItsAddresses() {
        byte[] six = ipv6(Packet.UDP, "2001:db8:800:4500:28::", B6, udp(1, 2, text("inside")));
        assertEquals(
                6, Trial.of(1, ethernet(0x8847, label(16, true, six))).only().ipVersion());
        byte[] four = checked(Frames.ipv4(17, "8.0.69.0", "0.40.0.0", udp(1, 2, pattern(60))));
        assertEquals(
                "8.0.69.0",
                Trial.of(1, ethernet(0x8847, label(16, true, four))).only().source());
        Trial cut = new Trial().frame(1, slice(ethernet(0x8847, label(16, true, six)), 0, 70), 90);
        assertEquals(6, cut.only().ipVersion());
    }

    @Test
    void arpBehindALabelIsNoIp() {
        byte[] arp = ethernet(EtherType.ARP, join(hex("0001 0800 06 04 0001"), pattern(20)));
        for (int first : new int[] {0x02, 0x10, 0x40, 0x60}) {
            Trial trial = Trial.of(1, pseudoWire(first, arp));
            assertEquals(1, trial.counters().notIp, "station " + first);
            assertEquals(Map.of(EtherType.ARP, 1L), trial.counters().etherTypes(3));
        }
    }

    @Test
    void encryptedMacsecIsNamed() {
        for (String control : List.of("0c", "2c", "08", "04", "80")) {
            Trial trial = Trial.ofEthernet(0x88e5, join(hex(control + "00 00000001"), pattern(60)));
            assertEquals(Map.of(EtherType.MACSEC, 1L), trial.counters().etherTypes(3), control);
        }
    }

    @Test
    void aCookedPacketOf2048BytesHidesNoTag() {
        byte[] four = checked(ipUdp(pattern(2020)));
        assertEquals(2020, Trial.of(113, cooked(1, 0x0800, four)).only().payloadLength());
    }

    @Test
    void aLinkTypeForPrivateUseIsPktapOnlyWithItsHeader() {
        assertEquals(1, Trial.of(149, pattern(200)).counters().undecodable);
        assertEquals(1, Trial.of(258, pattern(200)).counters().lost(DecodeLoss.LINK_HEADER));
        assertEquals(301, ProcessTap.process(pktap(1), 0));
        assertEquals("curl", ProcessTap.name(pktap(1), 0));
    }

    @Test
    void everyLinkTypeThatIsReadIsSaidToBe() {
        for (int type = 0; type < 400; type++) {
            boolean unsupported = Trial.of(type, new byte[200]).counters().undecodable > 0;
            assertEquals(!unsupported || type == LinkType.USER_2, LinkType.isRead(type), "link type " + type);
        }
    }

    @Test
    void whatIsNotIpIsCountedByTypeTheCommonestFirst() {
        Trial trial = new Trial();
        for (int type : new int[] {0x88cc, 0x0806, 0x1234, 0x0806, 0x1234, 0x1234}) {
            trial.frame(1, ethernet(type, pattern(40)), 54);
        }
        assertEquals(
                List.of(0x1234, 0x0806),
                List.copyOf(trial.counters().etherTypes(2).keySet()));
        DecodeCounters sum = new DecodeCounters();
        sum.add(trial.counters());
        sum.add(trial.counters());
        assertEquals(Map.of(0x1234, 6L, 0x0806, 4L, 0x88cc, 2L), sum.etherTypes(8));
    }
}
