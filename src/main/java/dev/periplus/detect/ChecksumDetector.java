package dev.periplus.detect;

import dev.periplus.address.Address;
import dev.periplus.address.Transport;
import dev.periplus.classify.Detector;
import dev.periplus.classify.Trail;
import dev.periplus.flow.Exchange;
import dev.periplus.flow.Flow;
import dev.periplus.flow.Said;
import org.jspecify.annotations.Nullable;

/**
 * Protocols over IP without ports that are known by their checksum. It covers the addresses too, which no rule sees (RFC
 * 8200 section 8.1), in ICMPv6 (RFC 4443), OSPF version 3 (RFC 5340), PIM over IPv6 (RFC 7761) and VRRP version 3 (RFC
 * 9568). Messages of ICMP (RFC 792) and IGMP (RFC 2236) may have no other bytes that tell.
 */
final class ChecksumDetector implements Detector {
    private static final int IGMP = 2;
    private static final int OSPF = 89;
    private static final int PIM = 103;
    private static final int VRRP = 112;
    private static final int LEAST = 8;
    private static final int ALL = 0xffff;

    /** Decibans: 16 bits of the checksum, and those of the fields. */
    private static final double CHECKED = 60;

    @Override
    public String name() {
        return "checksum";
    }

    @Override
    public boolean wants(int protocol) {
        return switch (protocol) {
            case Transport.ICMP, Transport.ICMP6, IGMP, OSPF, PIM, VRRP -> true;
            default -> false;
        };
    }

    @Override
    public Next inspect(Exchange exchange, Trail trail) {
        Said said = exchange.said(exchange.speakingSide());
        String label = label(exchange.flow(), said);
        if (label != null && sum(exchange.flow(), said) == ALL) {
            String says = label + " checksum over " + said.length() + " bytes"
                    + (isBare(exchange.flow()) ? "" : " and the addresses");
            trail.found(label, CHECKED, says, said, 0, LEAST);
        }
        return Next.DONE;
    }

    /** The protocol that the first bytes and the length allow, or null. */
    private static @Nullable String label(Flow flow, Said said) {
        if (said.length() < LEAST || said.length() != said.wireLength()) {
            return null;
        }
        int first = said.bytes()[0] & 0xff;
        int second = said.bytes()[1] & 0xff;
        return switch (flow.protocol()) {
            case Transport.ICMP -> isIcmp(first) && second < 16 ? "icmp" : null;
            case IGMP -> isIgmp(first) ? "igmp" : null;
            case OSPF -> first == 3 && second >= 1 && second <= 5 && length(said) == said.length() ? "ospf" : null;
            case PIM -> first >> 4 == 2 && second == 0 ? "pim" : null;
            case VRRP -> first == 0x31 && second != 0 ? "vrrp" : null;
            default -> isIcmp6(first) && second < 16 ? "icmpv6" : null;
        };
    }

    /** Types in use (IANA, ICMP Parameters). */
    private static boolean isIcmp(int type) {
        return type == 0 || type >= 3 && type <= 5 || type >= 8 && type <= 18 || type == 42 || type == 43;
    }

    /** Errors, and messages in use (IANA, ICMPv6 Parameters). */
    private static boolean isIcmp6(int type) {
        return type >= 1 && type <= 4 || type >= 128 && type <= 161;
    }

    /** Queries, reports, DVMRP, PIM version 1, leaving (IANA, IGMP Type Numbers). */
    private static boolean isIgmp(int type) {
        return type >= 0x11 && type <= 0x17 || type == 0x22 || type >= 0x30 && type <= 0x32;
    }

    /** Whether the checksum covers the message alone. */
    private static boolean isBare(Flow flow) {
        return flow.protocol() == Transport.ICMP || flow.protocol() == IGMP;
    }

    private static int length(Said said) {
        return (said.bytes()[2] & 0xff) << Byte.SIZE | said.bytes()[3] & 0xff;
    }

    /** The folded sum over pseudo-header, if there is one, and message (RFC 1071); all ones if the checksum is right. */
    private static int sum(Flow flow, Said said) {
        long sum = isBare(flow) ? 0 : flow.protocol() + said.length();
        for (int side = 0; side < 2 && !isBare(flow); side++) {
            if (!Address.isIpv4(flow.high(side), flow.low(side))) {
                sum += words(flow.high(side)) + words(flow.low(side));
            } else {
                sum += words(flow.low(side) & 0xffff_ffffL);
            }
        }
        byte[] bytes = said.bytes();
        for (int i = 0; i < said.length(); i++) {
            sum += i % 2 == 0 ? (bytes[i] & 0xff) << Byte.SIZE : bytes[i] & 0xff;
        }
        while (sum > ALL) {
            sum = (sum >>> Short.SIZE) + (sum & ALL);
        }
        return (int) sum;
    }

    private static long words(long value) {
        return (value >>> 48) + (value >>> 32 & ALL) + (value >>> 16 & ALL) + (value & ALL);
    }
}
