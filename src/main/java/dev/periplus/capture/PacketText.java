package dev.periplus.capture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import org.pcap4j.packet.Dot1qVlanTagPacket;
import org.pcap4j.packet.EthernetPacket;
import org.pcap4j.packet.IpV4Packet;
import org.pcap4j.packet.IpV6Packet;
import org.pcap4j.packet.Packet;
import org.pcap4j.packet.SctpPacket;
import org.pcap4j.packet.TcpPacket;
import org.pcap4j.packet.UdpPacket;
import org.pcap4j.packet.factory.PacketFactories;
import org.pcap4j.packet.namednumber.DataLinkType;
import org.pcap4j.packet.namednumber.EtherType;

/**
 * Describes a packet, a line for each layer up to the transport, with pcap4j's static packet factory; does not need
 * libpcap.
 */
public final class PacketText {
    /**
     * An Ethernet frame. pcap4j goes one call deeper with each header, so the bytes also bound the stack: a header takes
     * four bytes at least.
     */
    private static final int MOST_BYTES = 1514;

    private static final int MOST_LAYERS = 16;

    private PacketText() {}

    /**
     * Describes the headers in the first 1,514 bytes of a captured packet.
     *
     * @param linkType LINKTYPE number
     * @return lines, not yet printable; at least one
     */
    public static List<String> of(byte[] bytes, int linkType) {
        if (bytes.length == 0) {
            return List.of("an empty packet");
        }
        byte[] first = Arrays.copyOf(bytes, Math.min(bytes.length, MOST_BYTES));
        List<String> lines = new ArrayList<>();
        try {
            layers(first, linkType, bytes.length - first.length, lines);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            lines.add("(no decoder understands the rest of this packet)");
        }
        return lines;
    }

    private static void layers(byte[] bytes, int linkType, int beyond, List<String> lines) {
        Packet packet = PacketFactories.getFactory(Packet.class, DataLinkType.class)
                .newInstance(bytes, 0, bytes.length, DataLinkType.getInstance(LinkTypes.dlt(linkType)));
        for (Packet layer = packet; layer != null; layer = layer.getPayload()) {
            if (lines.size() == MOST_LAYERS) {
                lines.add("more headers");
                return;
            }
            boolean unknown = layer.getHeader() == null;
            if (unknown) {
                lines.add(line("bytes", number(layer.length() + beyond)));
                return;
            }
            lines.add(layer(layer));
            if (layer instanceof TcpPacket || layer instanceof UdpPacket || layer instanceof SctpPacket) {
                Packet payload = layer.getPayload();
                lines.add(line("payload", number((payload == null ? 0 : payload.length()) + beyond) + " bytes"));
                return;
            }
        }
    }

    private static String layer(Packet layer) {
        if (layer instanceof EthernetPacket ethernet) {
            EthernetPacket.EthernetHeader header = ethernet.getHeader();
            return line("Ethernet", header.getSrcAddr() + " → " + header.getDstAddr() + ", " + name(header.getType()));
        }
        if (layer instanceof Dot1qVlanTagPacket tag) {
            return line(
                    "VLAN",
                    tag.getHeader().getVidAsInt() + ", " + name(tag.getHeader().getType()));
        }
        if (layer instanceof IpV4Packet ip) {
            return ipv4(ip.getHeader());
        }
        if (layer instanceof IpV6Packet ip) {
            IpV6Packet.IpV6Header header = ip.getHeader();
            return line(
                    "IPv6",
                    header.getSrcAddr().getHostAddress() + " → "
                            + header.getDstAddr().getHostAddress() + ", "
                            + header.getNextHeader().name()
                            + ", hop limit " + header.getHopLimitAsInt() + ", "
                            + number(header.getPayloadLengthAsInt()) + " bytes");
        }
        if (layer instanceof TcpPacket tcp) {
            return tcp(tcp.getHeader());
        }
        if (layer instanceof UdpPacket udp) {
            UdpPacket.UdpHeader header = udp.getHeader();
            return line(
                    "UDP",
                    ports(header.getSrcPort().valueAsInt(), header.getDstPort().valueAsInt()));
        }
        if (layer instanceof SctpPacket sctp) {
            SctpPacket.SctpHeader header = sctp.getHeader();
            return line(
                    "SCTP",
                    ports(header.getSrcPort().valueAsInt(), header.getDstPort().valueAsInt()));
        }
        String name = layer.getClass().getSimpleName().replaceFirst("Packet$", "");
        return line(name, number(layer.getHeader().length()) + " bytes");
    }

    private static String name(EtherType type) {
        return type.name().equals("unknown") ? type.valueAsString() : type.name();
    }

    private static String ipv4(IpV4Packet.IpV4Header header) {
        int offset = header.getFragmentOffset() * Long.BYTES;
        boolean fragment = offset > 0 || header.getMoreFragmentFlag();
        return line(
                "IPv4",
                header.getSrcAddr().getHostAddress() + " → "
                        + header.getDstAddr().getHostAddress() + ", "
                        + header.getProtocol().name() + ", TTL "
                        + header.getTtlAsInt() + ", " + number(header.getTotalLengthAsInt()) + " bytes"
                        + (fragment ? ", fragment at " + number(offset) : ""));
    }

    private static String tcp(TcpPacket.TcpHeader header) {
        StringJoiner flags = new StringJoiner(" ");
        add(flags, header.getSyn(), "SYN");
        add(flags, header.getFin(), "FIN");
        add(flags, header.getRst(), "RST");
        add(flags, header.getPsh(), "PSH");
        add(flags, header.getAck(), "ACK");
        add(flags, header.getUrg(), "URG");
        return line(
                "TCP",
                ports(header.getSrcPort().valueAsInt(), header.getDstPort().valueAsInt()) + ", " + flags + ", sequence "
                        + header.getSequenceNumberAsLong());
    }

    private static void add(StringJoiner flags, boolean set, String name) {
        if (set) {
            flags.add(name);
        }
    }

    private static String ports(int from, int to) {
        return from + " → " + to;
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String line(String name, String text) {
        return String.format(Locale.ROOT, "%-8s  %s", name, text);
    }
}
