package dev.periplus.capture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.pcap4j.packet.Packet;
import org.pcap4j.packet.factory.PacketFactories;
import org.pcap4j.packet.namednumber.DataLinkType;

/** Describes a packet layer by layer, with pcap4j's static packet factory; does not need libpcap. */
public final class PacketText {
    /**
     * An Ethernet frame. pcap4j goes one call deeper with each header, so the bytes also bound the stack: a header takes
     * four bytes at least.
     */
    private static final int MOST_BYTES = 1514;

    private static final int BYTES_OF_LINE = 16;

    private PacketText() {}

    /**
     * Describes the first 1,514 bytes of a captured packet.
     *
     * @param linkType LINKTYPE number
     * @return lines, not yet printable; a hex dump if pcap4j fails to decode the bytes
     */
    public static List<String> of(byte[] bytes, int linkType) {
        if (bytes.length == 0) {
            return List.of("an empty packet");
        }
        byte[] first = Arrays.copyOf(bytes, Math.min(bytes.length, MOST_BYTES));
        List<String> lines = new ArrayList<>();
        if (first.length < bytes.length) {
            lines.add(String.format(Locale.ROOT, "(the first %,d of %,d bytes)", first.length, bytes.length));
        }
        try {
            words(first, linkType).lines().forEach(lines::add);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            lines.add("(no decoder understands this packet; these are its bytes)");
            dump(first, lines);
        }
        return lines;
    }

    private static String words(byte[] bytes, int linkType) {
        Packet packet = PacketFactories.getFactory(Packet.class, DataLinkType.class)
                .newInstance(bytes, 0, bytes.length, DataLinkType.getInstance(LinkTypes.dlt(linkType)));
        return packet.toString();
    }

    private static void dump(byte[] bytes, List<String> lines) {
        HexFormat hex = HexFormat.ofDelimiter(" ");
        for (int from = 0; from < bytes.length; from += BYTES_OF_LINE) {
            int to = Math.min(bytes.length, from + BYTES_OF_LINE);
            lines.add(String.format(Locale.ROOT, "%04x  %s", from, hex.formatHex(bytes, from, to)));
        }
    }
}
