package dev.periplus.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class TransportTest {
    @Test
    void namesOfTransportsWithRegisteredPortsAreNumbersToo() {
        assertEquals(List.of(6, 17, 132, 33), Transport.REGISTERED);
        for (int protocol : Transport.REGISTERED) {
            assertEquals(protocol, Transport.number(Transport.name(protocol)));
        }
        for (String other : List.of("", "TCP", "icmp", "ip-6")) {
            assertEquals(-1, Transport.number(other), other);
        }
    }

    @Test
    void protocolsThatAreSeldomSeenHaveTheirNumber() {
        assertEquals("ipv6-icmp", Transport.name(58));
        assertEquals("ip-0", Transport.name(0));
        assertEquals("ip-255", Transport.name(255));
    }

    @Test
    void framesWithoutIpHaveNamesThatTellTheirLayer() {
        int lldp = Transport.ofEtherType(0x88cc);
        int bridges = Transport.ofAccessPoint(0x42);
        int cisco = Transport.ofOrganisation(0x00000c);
        assertEquals("ether:0x88cc", Transport.name(lldp));
        assertEquals("llc:0x42", Transport.name(bridges));
        assertEquals("snap:0x00000c", Transport.name(cisco));
        assertEquals("snap:0x00000c:0x2000", Transport.name(cisco, 0x2000));
        assertEquals("ether:0x88cc", Transport.name(lldp, 0));
        for (int number :
                List.of(lldp, bridges, cisco, Transport.ofOrganisation(0xffffff), Transport.ofEtherType(0xffff))) {
            assertTrue(Transport.isFrame(number));
            assertEquals(number, Transport.numberOfName(Transport.name(number)));
            assertFalse(Transport.hasPorts(number));
        }
        assertEquals(cisco, Transport.numberOfName("snap:0x00000c:0x2000"));
        assertEquals(0x2000, Transport.protocolOfName("snap:0x00000c:0x2000"));
        assertFalse(Transport.isFrame(255));
    }

    @Test
    void rulesNameOtherTransportsByNumber() {
        assertEquals(89, Transport.numberInRule("ip:89"));
        assertEquals(6, Transport.numberInRule("tcp"));
        assertEquals(Transport.ofEtherType(0x88b8), Transport.numberInRule("ether:0x88b8"));
        for (String wrong : List.of(
                "ip:6",
                "ip:256",
                "ip:x",
                "ospf",
                "ether:88b8",
                "ether:0x05dc",
                "ether:0x88B8",
                "llc:0x142",
                "snap:0x0c",
                "snap:0x00000c:0x2000")) {
            assertEquals(-1, Transport.numberInRule(wrong), wrong);
        }
        for (int number : List.of(6, 89, Transport.ofAccessPoint(0xfe))) {
            assertEquals(number, Transport.numberInRule(Transport.nameInRule(number)));
        }
    }

    @Test
    void portsAreReadOfTcpUdpAndSctp() {
        assertTrue(List.of(6, 17, 132).stream().allMatch(Transport::hasPorts));
        assertFalse(List.of(-1, 0, 1, 33, 136).stream().anyMatch(Transport::hasPorts));
    }
}
