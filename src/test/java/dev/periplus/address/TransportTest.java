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
    void portsAreReadOfTcpUdpAndSctp() {
        assertTrue(List.of(6, 17, 132).stream().allMatch(Transport::hasPorts));
        assertFalse(List.of(-1, 0, 1, 33, 136).stream().anyMatch(Transport::hasPorts));
    }
}
