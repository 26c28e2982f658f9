package dev.periplus.report;

import dev.periplus.address.Address;
import dev.periplus.address.Endpoint;
import dev.periplus.address.Transport;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;
import dev.periplus.flow.StatedFlow;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Computes flow ids that other tools or other runs give to the same flow. Not thread-safe. */
public final class FlowIds {
    private static final int SHA1_BYTES = 20;
    private static final int UID_CHARS = 17;
    private static final String BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /** Bits of a fraction; leaves room in a long for one base-62 digit. */
    private static final int FRACTION = 58;

    private static final int NUMBER_BITS = 51;
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private final MessageDigest sha1;
    private final ByteBuffer input = ByteBuffer.allocate(96);
    private final byte[] digest = new byte[SHA1_BYTES];
    private final byte[] base64 = new byte[28];
    private final byte[] communityId = new byte[2 + base64.length];
    private final byte[] uid = new byte[UID_CHARS + 1];

    /** The two halves of the hash that the uid is made of. */
    private long first;

    private long second;

    public FlowIds() {
        try {
            sha1 = MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
        communityId[0] = '1';
        communityId[1] = ':';
        uid[0] = 'C';
    }

    /**
     * Returns the Community ID, version 1, seed 0 (corelight/community-id-spec), as ASCII bytes that the next call
     * overwrites. For a tunnelled flow it uses the inner addresses. Null for frames without IP, which have none.
     */
    public byte @Nullable [] communityId(Flow flow) {
        if (Transport.isFrame(flow.protocol())) {
            return null;
        }
        int first = inOrder(flow) ? 0 : 1;
        begin(flow.high(first), flow.low(first), flow.high(1 - first), flow.low(1 - first));
        finish(flow.protocol(), flow.port(first), flow.port(1 - first));
        return communityId;
    }

    /** Whether a Community ID, empty if there is none, belongs to these endpoints, whichever of them sent first. */
    public boolean isCommunityId(String id, Endpoint one, Endpoint other) {
        if (Transport.isFrame(one.protocol())) {
            return id.isEmpty();
        }
        return id.equals(communityId(one, other)) || id.equals(communityId(other, one));
    }

    private String communityId(Endpoint first, Endpoint second) {
        begin(
                first.address().high(),
                first.address().low(),
                second.address().high(),
                second.address().low());
        finish(first.protocol(), first.port(), second.port());
        return new String(communityId, StandardCharsets.US_ASCII);
    }

    private void begin(long high, long low, long otherHigh, long otherLow) {
        input.clear().putShort((short) 0);
        address(high, low);
        address(otherHigh, otherLow);
    }

    private void finish(int protocol, int port, int otherPort) {
        input.put((byte) protocol).put((byte) 0);
        if (Transport.hasPorts(protocol) || Transport.isIcmp(protocol)) {
            input.putShort((short) port).putShort((short) otherPort);
        }
        hash();
        Base64.getEncoder().encode(digest, base64);
        System.arraycopy(base64, 0, communityId, 2, base64.length);
    }

    /**
     * Returns {@code C} and 17 base-62 characters, a hash of addresses, ports, protocol, VLAN, tunnels, and the time
     * and number of the first packet, as ASCII bytes that the next call overwrites. It is the same in every run over
     * the same capture. A flow of which only the record is known has the uid that this states.
     */
    public byte[] uid(Flow flow) {
        String stated = StatedFlow.uidOf(flow);
        return stated == null ? hashed(flow) : stated.getBytes(StandardCharsets.US_ASCII);
    }

    private byte[] hashed(Flow flow) {
        first = 0;
        second = 0;
        for (int side = 0; side < 2; side++) {
            mix(flow.high(side));
            mix(flow.low(side));
            mix(flow.port(side));
        }
        mix((long) flow.protocol() << Integer.SIZE | flow.vlan());
        mix(flow.tunnelKinds());
        mix(flow.start());
        mix(flow.firstPacket());
        base62(first >>> Long.SIZE - FRACTION, 1, 9);
        base62(second >>> Long.SIZE - FRACTION, 10, UID_CHARS);
        return uid;
    }

    /** Returns the uid as text. */
    public String uidText(Flow flow) {
        return new String(uid(flow), StandardCharsets.US_ASCII);
    }

    /** Returns the Community ID as text; null for frames without IP. */
    public @Nullable String communityIdText(Flow flow) {
        byte[] id = communityId(flow);
        return id == null ? null : new String(id, StandardCharsets.US_ASCII);
    }

    /** Returns 51 bits of the hash behind the uid: readers that parse numbers as doubles keep them exact. */
    public long number(Flow flow) {
        hashed(flow);
        return first >>> Long.SIZE - NUMBER_BITS;
    }

    /**
     * Mixes a number into both halves of the hash, each with a finalizer of SplitMix64 (Steele et al. 2014; Stafford,
     * variant 13).
     */
    private void mix(long number) {
        first = finished((first ^ number) + GOLDEN);
        second = finished((second + number) * GOLDEN);
    }

    private static long finished(long value) {
        long mixed = (value ^ value >>> 30) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        return mixed ^ mixed >>> 31;
    }

    /**
     * Whether side 0 comes first: by address, then by port. An ICMP message without a counterpart keeps its direction,
     * because its code takes the place of a port.
     */
    private static boolean inOrder(Flow flow) {
        if (Transport.isIcmp(flow.protocol()) && !hasCounterpart(flow)) {
            return true;
        }
        int order = Long.compareUnsigned(flow.high(0), flow.high(1));
        if (order == 0) {
            order = Long.compareUnsigned(flow.low(0), flow.low(1));
        }
        return order < 0 || order == 0 && flow.port(0) < flow.port(1);
    }

    /** Whether the ICMP type belongs to a request-reply pair. */
    private static boolean hasCounterpart(Flow flow) {
        int type = flow.port(0);
        if (flow.protocol() == Packet.ICMP) {
            return type == 0 || type >= 8 && type <= 10 || type >= 13 && type <= 18;
        }
        return switch (type) {
            case 128, 129, 130, 131, 133, 134, 135, 136, 139, 140, 144, 145 -> true;
            default -> false;
        };
    }

    private void address(long high, long low) {
        if (Address.isIpv4(high, low)) {
            input.putInt((int) low);
        } else {
            input.putLong(high).putLong(low);
        }
    }

    private void hash() {
        sha1.update(input.array(), 0, input.position());
        try {
            sha1.digest(digest, 0, digest.length);
        } catch (DigestException e) {
            throw new IllegalStateException("the buffer holds a SHA-1 digest", e);
        }
    }

    /** Writes a 58-bit fraction in base-62 digits. */
    private void base62(long fraction, int from, int to) {
        long rest = fraction;
        for (int i = from; i <= to; i++) {
            long scaled = rest * BASE62.length();
            uid[i] = (byte) BASE62.charAt((int) (scaled >>> FRACTION));
            rest = scaled & (1L << FRACTION) - 1;
        }
    }
}
