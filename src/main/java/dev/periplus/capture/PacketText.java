package dev.periplus.capture;

import org.pcap4j.packet.Packet;
import org.pcap4j.packet.factory.PacketFactories;
import org.pcap4j.packet.namednumber.DataLinkType;

/** Describes a packet layer by layer, with pcap4j's static packet factory; does not need libpcap. */
public final class PacketText {
    private PacketText() {}

    /**
     * Describes a captured packet.
     *
     * @param linkType LINKTYPE number
     * @return several lines; a hex dump if the bytes cannot be decoded
     */
    public static String of(byte[] bytes, int linkType) {
        if (bytes.length == 0) {
            return "an empty packet";
        }
        Packet packet = PacketFactories.getFactory(Packet.class, DataLinkType.class)
                .newInstance(bytes, 0, bytes.length, DataLinkType.getInstance(LinkTypes.dlt(linkType)));
        return packet.toString();
    }
}
