package dev.periplus.registry;

import dev.periplus.address.Transport;
import dev.periplus.text.Printable;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Ports as users type them: {@code 3248/udp}, {@code 3251}, {@code 10000-10100/udp}, {@code tcp.port==3251}.
 *
 * @param transport IP protocol number; {@link Transport#NONE} for all
 * @param range the ports
 */
public record PortSpec(int transport, PortRange range) {
    private static final Pattern FILTER =
            Pattern.compile("([a-z]{1,10})\\.port\\s{0,4}==?\\s{0,4}(.{1,40})", Pattern.CASE_INSENSITIVE);
    private static final String SHAPE = "; write it as 3251, 3248/udp or 10000-10100/udp";

    /**
     * Parses a port or a range, with or without transport.
     *
     * @throws IllegalArgumentException if the text has another form; the message says what is wrong
     */
    public static PortSpec parse(String text) {
        String spec = text.strip();
        if (spec.isEmpty()) {
            throw new IllegalArgumentException("no port given" + SHAPE);
        }
        Matcher filter = FILTER.matcher(spec);
        if (filter.matches()) {
            return of(filter.group(1), filter.group(2), text);
        }
        int slash = spec.indexOf('/');
        return slash < 0
                ? new PortSpec(Transport.NONE, ports(spec, text))
                : of(spec.substring(slash + 1).strip(), spec.substring(0, slash).strip(), text);
    }

    private static PortSpec of(String transport, String ports, String whole) {
        int protocol = Transport.number(transport.toLowerCase(Locale.ROOT));
        if (protocol < 0) {
            throw new IllegalArgumentException("\"" + Printable.shortened(transport) + "\" in \""
                    + Printable.shortened(whole) + "\" is not a transport with ports; known are tcp, udp, sctp, dccp");
        }
        return new PortSpec(protocol, ports(ports, whole));
    }

    private static PortRange ports(String ports, String whole) {
        try {
            return PortRange.parse(ports);
        } catch (IllegalArgumentException wrong) {
            String where = ports.equals(whole) ? "" : "\"" + Printable.shortened(whole) + "\": ";
            throw new IllegalArgumentException(where + wrong.getMessage() + SHAPE, wrong);
        }
    }

    /** Whether it covers this IP protocol and port. */
    public boolean covers(int protocol, int port) {
        return (transport == Transport.NONE || transport == protocol) && range.contains(port);
    }

    @Override
    public String toString() {
        return transport == Transport.NONE ? range.toString() : range + "/" + Transport.name(transport);
    }
}
