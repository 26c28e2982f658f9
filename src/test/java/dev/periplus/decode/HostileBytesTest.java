package dev.periplus.decode;

import static dev.periplus.decode.Frames.A;
import static dev.periplus.decode.Frames.B;
import static dev.periplus.decode.Frames.ethernet;
import static dev.periplus.decode.Frames.fragmentHeader;
import static dev.periplus.decode.Frames.hex;
import static dev.periplus.decode.Frames.ipv4;
import static dev.periplus.decode.Frames.ipv6;
import static dev.periplus.decode.Frames.join;
import static dev.periplus.decode.Frames.pattern;
import static dev.periplus.decode.Frames.slice;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Feeds damaged bytes to the decoder; {@link Trial} reveals every read outside the frame. */
class HostileBytesTest {
    private static final int[] LINK_TYPES = {
        0, 1, 6, 9, 10, 12, 14, 50, 51, 100, 101, 104, 105, 107, 108, 109, 113, 117, 119, 122, 127, 149, 163, 166, 192,
        197, 204, 228, 229, 239, 242, 258, 276
    };

    @Test
    void randomBytesOfEveryLinkTypeAreTaken() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 400; round++) {
            for (int linkType : LINK_TYPES) {
                byte[] frame = new byte[random.nextInt(120)];
                random.nextBytes(frame);
                decode(seed, linkType, frame, frame.length + (random.nextBoolean() ? 0 : random.nextInt(2000)));
            }
        }
    }

    @Test
    void changedAndCutFramesAreTaken() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<LinkLayerTest.Link> links = new ArrayList<>(LinkLayerTest.ethernets());
        links.addAll(LinkLayerTest.lines());
        links.addAll(LinkLayerTest.wireless());
        links.addAll(TagsTest.links());
        List<TunnelsTest.Case> tunnels = new ArrayList<>(TunnelsTest.direct());
        tunnels.addAll(TunnelsTest.overUdp());
        tunnels.addAll(UdpTunnelsTest.proven());
        for (int round = 0; round < 60; round++) {
            links.forEach(link -> mutate(seed, random, link.type(), link.frame()));
            tunnels.forEach(tunnel -> mutate(seed, random, 101, tunnel.packet()));
        }
    }

    @Test
    void randomFragmentsAreTakenWithinBounds() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Trial trial = new Trial(new DecodeSettings(true, true, 16, 1 << 17, 1_000_000));
        for (int i = 0; i < 20_000; i++) {
            byte[] payload = pattern(random.nextInt(5) == 0 ? random.nextInt(200) : 16 + 8 * random.nextInt(4));
            int offset = random.nextInt(random.nextInt(5) == 0 ? 0x2000 : 4);
            boolean more = random.nextBoolean();
            int id = random.nextInt(30);
            int protocol = random.nextBoolean() ? 4 : 17;
            byte[] packet = random.nextBoolean()
                    ? ipv4(protocol, A, B, id, offset | (more ? 0x2000 : 0), payload)
                    : ipv6(44, Frames.A6, Frames.B6, fragmentHeader(protocol, offset << 3, more, id, payload));
            trial.later(random.nextInt(100_000)).frame(101, packet, packet.length);
        }
        trial.flush();
        DecodeCounters counters = trial.counters();
        assertTrue(counters.reassembled > 0, "seed " + seed);
        assertTrue(counters.lost(DecodeLoss.FRAGMENT_EVICTED) > 0, "seed " + seed);
        assertTrue(counters.lost(DecodeLoss.FRAGMENT_EXPIRED) > 0, "seed " + seed);
        assertEquals(20_000, counters.packets);
    }

    @Test
    void thousandsOfNestedHeadersDoNotExhaustTheStack() {
        byte[] nested = new byte[65_000];
        for (int at = 0; at + 18 < nested.length; at += 18) {
            System.arraycopy(ethernet(0x8847, hex("00001100")), 0, nested, at, 18);
        }
        decode(0, 1, nested, nested.length);
        for (int at = 0; at + 12 < nested.length; at += 12) {
            System.arraycopy(hex("1100000100240281 00001100"), 0, nested, at, 12);
        }
        decode(0, 1, join(ethernet(0x8864, nested)), nested.length + 14);
        byte[] payload = hex("");
        for (int i = 0; i < 1500; i++) {
            payload = join(hex("2c000001 00000001"), payload);
        }
        Trial trial = new Trial();
        for (int i = 0; i < 1000; i++) {
            trial.ip(ipv6(44, Frames.A6, Frames.B6, fragmentHeader(44, 8, false, i, payload)));
        }
        assertEquals(1000, trial.counters().fragments);
    }

    @Test
    void aDatagramCompletedInsideADatagramManyTimesStopsAtTheBound() {
        Trial trial = new Trial();
        byte[] inner = pattern(64);
        for (int id = 0; id < 30; id++) {
            byte[] last = fragmentHeader(44, 8, false, id, inner);
            trial.ip(ipv6(44, Frames.A6, Frames.B6, fragmentHeader(44, 0, true, id, slice(last, 0, 8))));
            inner = last;
        }
        trial.ip(ipv6(44, Frames.A6, Frames.B6, inner)).flush();
        assertTrue(trial.counters().reassembled <= 30);
        assertEquals(31, trial.counters().packets);
    }

    @Test
    void framesAtTheEndOfTheLargestOffsetsAreReadWithoutOverflow() {
        byte[] frame = ethernet(EtherType.IPV4, ipv4(Packet.UDP, A, B, Frames.udp(1, 2, pattern(60_000))));
        DecodeCounters counters = new DecodeCounters();
        for (int captured = 0; captured < 60; captured++) {
            Decoder decoder = new Decoder(DecodeSettings.defaults(), p -> assertTrue(p.payloadLength >= 0));
            decoder.decode(frame, frame.length - captured, captured, Integer.MAX_VALUE, 1, 0, 0, 1);
            counters.add(decoder.counters());
        }
        assertEquals(60, counters.packets);
    }

    private static void mutate(long seed, Random random, int linkType, byte[] frame) {
        byte[] copy = frame.clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            copy[random.nextInt(copy.length)] = (byte) (random.nextBoolean() ? random.nextInt(256) : 0xff);
        }
        int length = random.nextInt(3) == 0 ? random.nextInt(copy.length + 1) : copy.length;
        decode(seed, linkType, slice(copy, 0, length), copy.length);
    }

    private static void decode(long seed, int linkType, byte[] frame, int wire) {
        try {
            Trial trial = new Trial().frame(linkType, frame, wire).flush();
            for (Trial.Seen seen : trial.seen()) {
                assertTrue(seen.payloadLength() >= seen.bytes().length);
            }
        } catch (RuntimeException | StackOverflowError | AssertionError e) {
            String of = "link type " + linkType + ", seed " + seed + ": "
                    + java.util.HexFormat.of().formatHex(frame);
            throw new AssertionError(of, e);
        }
    }
}
