package dev.periplus.decode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pcap4j.packet.EthernetPacket;
import org.pcap4j.packet.IpPacket;
import org.pcap4j.packet.Packet.Header;
import org.pcap4j.packet.TcpPacket;
import org.pcap4j.packet.UdpPacket;

/** Compares the decoder with pcap4j's packet classes, an independent implementation. */
class SecondOpinionTest {
    @Test
    void randomPacketsReadAsPcap4jReadsThem() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            byte[] frame = frame(random);
            EthernetPacket theirs = EthernetPacket.newPacket(frame, 0, frame.length);
            Trial.Seen ours = Trial.of(1, frame).only();
            String message = "seed " + seed + ", round " + i;
            IpPacket ip = theirs.get(IpPacket.class);
            assertEquals(ip.getHeader().getSrcAddr().getHostAddress(), full(ours.source()), message);
            assertEquals(ip.getHeader().getDstAddr().getHostAddress(), full(ours.destination()), message);
            assertEquals(ip.getHeader().getProtocol().value() & 0xff, ours.protocol(), message);
            transport(theirs, ours, message);
        }
    }

    private static void transport(EthernetPacket theirs, Trial.Seen ours, String message) {
        TcpPacket tcp = theirs.get(TcpPacket.class);
        if (tcp != null) {
            TcpPacket.TcpHeader header = tcp.getHeader();
            assertEquals(header.getSrcPort().valueAsInt(), ours.sourcePort(), message);
            assertEquals(header.getDstPort().valueAsInt(), ours.destinationPort(), message);
            assertEquals(header.getSequenceNumberAsLong(), ours.tcpSequence(), message);
            assertEquals(header.getAcknowledgmentNumberAsLong(), ours.tcpAcknowledgement(), message);
            assertEquals(header.getSyn(), (ours.tcpFlags() & Packet.SYN) != 0, message);
            assertEquals(header.getFin(), (ours.tcpFlags() & Packet.FIN) != 0, message);
            payload(tcp, ours, message);
            return;
        }
        UdpPacket udp = theirs.get(UdpPacket.class);
        assertEquals(udp.getHeader().getSrcPort().valueAsInt(), ours.sourcePort(), message);
        assertEquals(udp.getHeader().getDstPort().valueAsInt(), ours.destinationPort(), message);
        payload(udp, ours, message);
    }

    private static void payload(org.pcap4j.packet.Packet theirs, Trial.Seen ours, String message) {
        Header header = theirs.getHeader();
        byte[] raw = theirs.getRawData();
        assertArrayEquals(java.util.Arrays.copyOfRange(raw, header.length(), raw.length), ours.bytes(), message);
    }

    private static String full(String address) throws Exception {
        return java.net.InetAddress.getByName(address).getHostAddress();
    }

    private static byte[] frame(Random random) {
        byte[] payload = new byte[random.nextInt(200)];
        random.nextBytes(payload);
        if (payload.length > 0) {
            payload[0] = (byte) 0xff;
        }
        int source = random.nextInt(65_536);
        int destination = random.nextInt(65_536);
        boolean tcp = random.nextBoolean();
        byte[] segment = tcp
                ? Frames.tcp(source, destination, random.nextInt(256), payload)
                : Frames.udp(source, destination, payload);
        int protocol = tcp ? Packet.TCP : Packet.UDP;
        boolean old = random.nextBoolean();
        byte[] ip = old
                ? Frames.ipv4(protocol, "10.0.0." + random.nextInt(256), "172.16.9.1", segment)
                : Frames.ipv6(
                        protocol, "2001:db8::" + Integer.toHexString(1 + random.nextInt(9999)), "fd00::1", segment);
        int type = old ? EtherType.IPV4 : EtherType.IPV6;
        return random.nextBoolean()
                ? Frames.ethernet(type, ip)
                : Frames.ethernet(EtherType.VLAN, Frames.tag(random.nextInt(4096), type, ip));
    }
}
