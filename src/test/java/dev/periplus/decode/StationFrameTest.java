package dev.periplus.decode;

import static dev.periplus.decode.Frames.ethernet;
import static dev.periplus.decode.Frames.hex;
import static dev.periplus.decode.Frames.join;
import static dev.periplus.decode.Frames.pattern;
import static dev.periplus.decode.Frames.slice;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.address.Transport;
import dev.periplus.decode.Trial.Seen;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StationFrameTest {
    private static final String SENDER = "02:00:00:00:00:02";
    private static final String RECEIVER = "02:00:00:00:00:01";
    private static final byte[] DATA = pattern(46);

    /** A frame, the name of its transport, its stations and its payload. */
    private record Sent(String transport, int linkType, byte[] frame, String from, String to, byte[] payload) {
        @Override
        public String toString() {
            return transport + " of link type " + linkType;
        }
    }

    private static Sent sent(String transport, int type, byte[] body, byte[] payload) {
        return new Sent(transport, LinkType.ETHERNET, ethernet(type, body), SENDER, RECEIVER, payload);
    }

    private static Sent wireless(String control, String addresses, String from, String to) {
        byte[] frame = join(hex(control + "0000" + addresses + "1000"), hex("aaaa03 000000 888e"), DATA);
        return new Sent("ether:0x888e", LinkType.IEEE_802_11, frame, from, to, DATA);
    }

    private static Stream<Sent> frames() {
        String one = "020000000001";
        String two = "020000000002";
        String hub = "020000000009";
        byte[] aggregated = join(
                hex("8801 0000" + one + two + hub + "1000 8000"),
                hex("020000000005 020000000006 0036"),
                hex("aaaa03 000000 88cc"),
                DATA);
        return Stream.of(
                sent("ether:0x88cc", 0x88cc, DATA, DATA),
                sent("ether:0x0806", 0x8100, join(hex("0007 0806"), DATA), DATA),
                sent("ether:0x88b8", 0x88a8, join(hex("0005 8100 0007 88b8"), DATA), DATA),
                sent(
                        "ether:0x8864",
                        0x8864,
                        join(hex("1100 0001 0002 c021"), DATA),
                        join(hex("1100 0001 0002 c021"), DATA)),
                sent("ether:0x0600", 0x0600, DATA, DATA),
                sent("llc:0x42", 38, join(hex("424203"), slice(DATA, 0, 35)), slice(DATA, 0, 35)),
                sent("llc:0x42", 38, join(hex("424203"), DATA), slice(DATA, 0, 35)),
                sent("llc:0xf0", 38, join(hex("f1f0 0102"), DATA), slice(DATA, 0, 34)),
                sent("llc:0xff", 46, join(hex("ffff"), DATA), slice(join(hex("ffff"), DATA), 0, 46)),
                sent("snap:0x00000c", 54, join(hex("aaaa03 00000c 2000"), DATA), DATA),
                sent("ether:0x888e", 54, join(hex("aaaa03 000000 888e"), DATA), DATA),
                new Sent(
                        "ether:0x88cc",
                        LinkType.LINUX_SLL,
                        join(hex("0002 0001 0006 020000000002 0000 88cc"), DATA),
                        SENDER,
                        "00:00:00:00:00:00",
                        DATA),
                new Sent(
                        "llc:0x42",
                        LinkType.LINUX_SLL,
                        join(hex("0001 0001 0006 020000000002 0000 0004 424203"), DATA),
                        SENDER,
                        "ff:ff:ff:ff:ff:ff",
                        DATA),
                new Sent(
                        "ether:0x0806",
                        LinkType.LINUX_SLL2,
                        join(hex("0806 0000 00000003 0001 01 06 020000000002 0000"), DATA),
                        SENDER,
                        "ff:ff:ff:ff:ff:ff",
                        DATA),
                wireless("0800", one + two + hub, SENDER, RECEIVER),
                wireless("0801", hub + two + one, SENDER, RECEIVER),
                wireless("0802", one + hub + two, SENDER, RECEIVER),
                new Sent(
                        "ether:0x88cc",
                        LinkType.IEEE_802_11,
                        aggregated,
                        "02:00:00:00:00:06",
                        "02:00:00:00:00:05",
                        DATA));
    }

    @ParameterizedTest
    @MethodSource("frames")
    void aFrameWithoutIpIsAPacketBetweenStations(Sent sent) {
        Trial trial = Trial.ofFrames().frame(sent.linkType, sent.frame, sent.frame.length);
        assertEquals(1, trial.seen().size());
        Seen seen = trial.seen().get(0);
        assertEquals(sent.transport, Transport.name(seen.protocol()));
        assertEquals(0, seen.ipVersion());
        assertEquals(sent.from, seen.source());
        assertEquals(sent.to, seen.destination());
        assertEquals(java.util.HexFormat.of().formatHex(sent.payload), seen.payload());
        assertEquals(sent.payload.length, seen.payloadLength());
        assertEquals(sent.frame.length, seen.ipLength());
        assertEquals(1, trial.counters().frames);
        assertEquals(0, trial.counters().notIp);
        assertEquals(0, trial.counters().ipPackets);
        assertEquals(1, trial.counters().tracked);
    }

    @ParameterizedTest
    @MethodSource("frames")
    void whoWantsIpOnlyGetsNone(Sent sent) {
        Trial trial = new Trial().frame(sent.linkType, sent.frame, sent.frame.length);
        assertEquals(List.of(), trial.seen());
        assertEquals(1, trial.counters().notIp);
        assertEquals(1, trial.counters().foreign);
    }

    @ParameterizedTest
    @MethodSource("frames")
    void aFrameThatIsCutAnywhereHasOneFate(Sent sent) {
        for (int length = 0; length < sent.frame.length; length++) {
            Trial trial = Trial.ofFrames().frame(sent.linkType, slice(sent.frame, 0, length), sent.frame.length);
            DecodeCounters counters = trial.counters();
            assertEquals(
                    1,
                    counters.tracked + counters.unusable + counters.cutOff + counters.foreign + counters.held,
                    "cut to " + length);
            trial.seen().forEach(seen -> assertTrue(seen.payloadLength() >= seen.bytes().length));
            Trial.ofFrames().frame(sent.linkType, slice(sent.frame, 0, length), length);
        }
    }

    @Test
    void bothDirectionsGoToOneShard() {
        byte[] there = join(hex("020000000001 020000000002 88b8"), DATA);
        byte[] back = join(hex("020000000002 020000000001 8100 0007 88cc"), DATA);
        byte[] elsewhere = join(hex("020000000001 020000000003 88b8"), DATA);
        assertEquals(hash(there), hash(back));
        assertNotEquals(0, hash(there));
        assertNotEquals(hash(there), hash(elsewhere));
    }

    @Test
    void protocolsOfAnOrganisationStandForPorts() {
        byte[] frame = ethernet(54, join(hex("aaaa03 00000c 2003"), DATA));
        Seen seen = Trial.ofFrames()
                .frame(LinkType.ETHERNET, frame, frame.length)
                .seen()
                .get(0);
        assertEquals(0x2003, seen.sourcePort());
        assertEquals(0x2003, seen.destinationPort());
    }

    @Test
    void tagsAreTheVlansOfTheFlow() {
        byte[] frame = ethernet(0x88a8, join(hex("0005 8100 0007 88b8"), DATA));
        assertEquals(
                5 << 12 | 7,
                Trial.ofFrames()
                        .frame(LinkType.ETHERNET, frame, frame.length)
                        .seen()
                        .get(0)
                        .vlan());
    }

    @Test
    void framesInsideTunnelsAreInsideThem() {
        byte[] arp = join(hex("ffffffffffff 020000000002 0806"), hex("0001 0800 06 04 0001"), pattern(20));
        byte[] gre = Frames.ipv4(47, Frames.A, Frames.B, join(hex("0000 6558"), arp));
        Trial trial = Trial.ofFrames().ip(gre);
        assertEquals(2, trial.seen().size());
        Seen inner = trial.seen().get(1);
        assertEquals("ether:0x0806", Transport.name(inner.protocol()));
        assertNotEquals(0, inner.tunnel());
        assertEquals(arp.length, inner.ipLength());
        assertEquals(1, trial.counters().frames);
    }

    @Test
    void linksWithoutStationsGiveNone() {
        for (byte[] frame : List.of(hex("ff03 c021 01010004"))) {
            Trial trial = Trial.ofFrames().frame(LinkType.PPP, frame, frame.length);
            assertEquals(List.of(), trial.seen());
            assertEquals(1, trial.counters().notIp);
        }
    }

    private static int hash(byte[] frame) {
        return ShardHash.addressHash(frame, 0, frame.length, LinkType.ETHERNET);
    }
}
