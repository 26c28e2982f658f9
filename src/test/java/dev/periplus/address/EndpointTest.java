package dev.periplus.address;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EndpointTest {
    private static final Address IPV4 = Address.ofIpv4(0xc000_0201L);
    private static final Address IPV6 = new Address(0x2001_0db8L << 32, 1);

    @Test
    void ipv6StandsInBracketsBeforeThePort() {
        assertEquals("192.0.2.1:3251/tcp", new Endpoint(IPV4, 3251, Transport.TCP).toString());
        assertEquals("[2001:db8::1]:53/udp", new Endpoint(IPV6, 53, Transport.UDP).toString());
    }

    @Test
    void theOrderIsByAddressPortAndProtocol() {
        List<Endpoint> ordered = List.of(
                new Endpoint(IPV4, 53, Transport.TCP),
                new Endpoint(IPV4, 53, Transport.UDP),
                new Endpoint(IPV4, 443, Transport.TCP),
                new Endpoint(IPV6, 22, Transport.TCP));
        assertEquals(ordered, Stream.of(3, 1, 2, 0).map(ordered::get).sorted().toList());
    }
}
