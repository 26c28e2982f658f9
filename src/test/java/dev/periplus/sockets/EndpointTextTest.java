package dev.periplus.sockets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.periplus.address.Address;
import dev.periplus.address.Endpoint;
import dev.periplus.address.Transport;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EndpointTextTest {
    private static @Nullable Endpoint parse(String text) {
        return EndpointText.parse(text, Transport.TCP);
    }

    private static Endpoint endpoint(Address address, int port) {
        return new Endpoint(address, port, Transport.TCP);
    }

    @Test
    void readsEveryForm() {
        assertEquals(endpoint(Tables.address("10.0.0.5"), 22), parse("10.0.0.5:22"));
        assertEquals(endpoint(Address.ANY, 22), parse(":::22"));
        assertEquals(endpoint(Address.ANY, 22), parse("*:22"));
        assertEquals(endpoint(Address.ANY, 67), parse("*%eth0:67"));
        assertEquals(endpoint(Address.ANY, 0), parse("[::]:*"));
        assertEquals(endpoint(Address.ANY_IPV4, 0), parse("0.0.0.0:0"));
        assertEquals(endpoint(Tables.address("::1"), 631), parse("[::1]:631"));
        for (String wrong :
                List.of("", ":", ":22", "10.0.0.5", "10.0.0.5:ssh", "10.0.0.5:65536", "10.0.0.5:-1", "a:1")) {
            assertNull(parse(wrong), wrong);
        }
    }

    @Test
    void theZoneInTheSecondGroupOfALinkLocalAddressIsDropped() {
        assertEquals(endpoint(Tables.address("fe80::1"), 22), parse("[fe80:6::1]:22"));
        assertEquals(endpoint(Tables.address("fd80:6::1"), 22), parse("[fd80:6::1]:22"));
    }
}
