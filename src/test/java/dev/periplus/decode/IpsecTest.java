package dev.periplus.decode;

import static dev.periplus.decode.Frames.A;
import static dev.periplus.decode.Frames.A6;
import static dev.periplus.decode.Frames.B;
import static dev.periplus.decode.Frames.B6;
import static dev.periplus.decode.Frames.checked;
import static dev.periplus.decode.Frames.ethernet;
import static dev.periplus.decode.Frames.hex;
import static dev.periplus.decode.Frames.ipv4;
import static dev.periplus.decode.Frames.ipv6;
import static dev.periplus.decode.Frames.join;
import static dev.periplus.decode.Frames.pattern;
import static dev.periplus.decode.Frames.slice;
import static dev.periplus.decode.Frames.text;
import static dev.periplus.decode.Frames.u16;
import static dev.periplus.decode.Frames.udp;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What IPsec protects in the clear; and packets that routers and firewalls wrap in GRE in forms of their own. */
class IpsecTest {
    private static final byte[] INSIDE = udp(7, 9, text("inside"));
    private static final byte[] FOUR = checked(ipv4(Packet.UDP, "10.8.0.1", "10.8.0.2", INSIDE));
    private static final byte[] SIX = ipv6(Packet.UDP, "fd00::1", "fd00::2", INSIDE);
    private static final byte[] FRAME = ethernet(EtherType.IPV4, FOUR);

    static List<TunnelsTest.Case> opened() {
        List<TunnelsTest.Case> cases = new ArrayList<>(List.of(
                new TunnelsTest.Case("AH", Tunnel.AH, 0, ipv4(51, A, B, authenticated(17, INSIDE))),
                new TunnelsTest.Case("AH in tunnel mode", Tunnel.AH, 0, ipv4(51, A, B, authenticated(4, FOUR))),
                new TunnelsTest.Case("AH, IPv6", Tunnel.AH, 0, ipv6(51, A6, B6, authenticated(17, INSIDE))),
                gre("EoIP", join(hex("2001 6400"), u16(FRAME.length), hex("0700"), FRAME)),
                gre("WCCP", join(hex("0000 883e"), FOUR)),
                gre("WCCP, redirect header", join(hex("0000 883e 00000012"), FOUR)),
                gre("WCCP, redirect header, IPv6", join(hex("0000 883e 80010012"), SIX))));
        for (int check : new int[] {12, 16, 24, 32}) {
            cases.add(esp("ESP in tunnel mode, check of " + check, ipv4(50, A, B, encapsulated(4, FOUR, check))));
        }
        cases.add(esp("ESP, IPv6", ipv6(50, A6, B6, encapsulated(41, SIX, 12))));
        cases.add(esp("ESP in transport mode", ipv4(50, A, B, encapsulated(17, summed(), 12))));
        return cases;
    }

    private static TunnelsTest.Case gre(String name, byte[] payload) {
        return new TunnelsTest.Case(name, Tunnel.GRE, 0, ipv4(47, A, B, payload));
    }

    private static TunnelsTest.Case esp(String name, byte[] packet) {
        return new TunnelsTest.Case(name, Tunnel.ESP, 0, packet);
    }

    private static byte[] authenticated(int next, byte[] payload) {
        return join(new byte[] {(byte) next, 4}, hex("0000 00001001 00000001"), pattern(12), payload);
    }

    private static byte[] encapsulated(int next, byte[] payload, int check) {
        int padding = -(payload.length + 2) & 3;
        byte[] trailer = new byte[padding + 2];
        for (int i = 0; i < padding; i++) {
            trailer[i] = (byte) (i + 1);
        }
        trailer[padding] = (byte) padding;
        trailer[padding + 1] = (byte) next;
        return join(hex("00001001 00000001"), payload, trailer, pattern(check));
    }

    /** A datagram from {@link Frames#A} to {@link Frames#B} with a right checksum. */
    private static byte[] summed() {
        byte[] datagram = INSIDE.clone();
        byte[] pseudo = join(Frames.address(A), Frames.address(B), u16(17, datagram.length), datagram);
        int sum = 0;
        for (int i = 0; i < pseudo.length; i += 2) {
            sum += (pseudo[i] & 0xff) << 8 | (i + 1 < pseudo.length ? pseudo[i + 1] & 0xff : 0);
        }
        int right = ~((sum & 0xffff) + (sum >>> 16)) & 0xffff;
        datagram[6] = (byte) (right >> 8);
        datagram[7] = (byte) right;
        return datagram;
    }

    private static int packets(byte[] packet) {
        return Trial.ofIp(packet).seen().size();
    }

    @Test
    void encryptedPacketsStayShut() {
        assertEquals(1, packets(ipv4(50, A, B, encapsulated(4, pattern(60), 12))));
        assertEquals(1, packets(ipv4(50, A, B, encapsulated(6, pattern(60), 12))));
        assertEquals(1, packets(ipv4(50, A, B, encapsulated(17, INSIDE, 12))));
    }

    @Test
    void bothEndsMustBeRight() {
        byte[] right = encapsulated(4, FOUR, 12);
        assertEquals(2, packets(ipv4(50, A, B, right)));
        for (int at : new int[] {8, 18, right.length - 13, right.length - 14}) {
            byte[] wrong = right.clone();
            wrong[at] ^= 1;
            assertEquals(1, packets(ipv4(50, A, B, wrong)), "byte " + at);
        }
    }

    @Test
    void aHeaderThatEndsTooEarlyIsNotOpened() {
        byte[] whole = authenticated(17, INSIDE);
        for (int length = 0; length < 24; length++) {
            Trial trial = Trial.ofIp(ipv4(51, A, B, slice(whole, 0, length)));
            assertEquals(51, trial.only().protocol(), "only " + length);
        }
    }

    @Test
    void headersWithinEachOtherAreBounded() {
        byte[] packet = INSIDE;
        for (int i = 0; i < 1_000; i++) {
            packet = authenticated(i == 0 ? 17 : 51, packet);
        }
        Trial trial = Trial.ofIp(ipv4(51, A, B, packet));
        assertEquals(1, trial.counters().lost(DecodeLoss.NESTING));
    }

    @Test
    void aKeepAliveOfEthernetOverIpHoldsNothing() {
        assertEquals(1, packets(ipv4(47, A, B, hex("2001 6400 0000 0700"))));
        assertEquals(1, packets(ipv4(47, A, B, join(hex("2001 6400 0001 0700"), FRAME))));
    }

    @Test
    void randomPacketsAreNotOpened() {
        long seed = System.nanoTime();
        System.out.println("IpsecTest seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            byte[] payload = new byte[random.nextInt(120)];
            random.nextBytes(payload);
            assertEquals(1, packets(ipv4(50, A, B, payload)));
        }
    }
}
