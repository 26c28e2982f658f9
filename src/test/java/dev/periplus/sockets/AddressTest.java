package dev.periplus.sockets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "10.20.0.5",
                "255.255.255.255",
                "::",
                "::1",
                "fd00:20::5",
                "2001:db8:1:2:3:4:5:6",
                "1::",
                "::ffff:10.20.0.5",
                "64:ff9b::192.0.2.1",
                "2001:DB8::A:B",
                "::2:3:4:5:6:7:8"
            })
    void readsWhatTheJdkReads(String text) throws UnknownHostException {
        assertEquals(Address.of(InetAddress.getByName(text).getAddress()), Address.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1.2.3",
                "1.2.3.4.5",
                "256.1.1.1",
                "1.2.3.+4",
                "1..2.3",
                "host",
                ":",
                ":::",
                "1:2",
                "1::2::3",
                "12345::",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7::8",
                "::1.2.3",
                "::g",
                "1:",
                "[",
                "%",
                "[%eth0]",
                "１.2.3.4"
            })
    void refusesEverythingElse(String text) {
        assertNull(Address.parse(text));
    }

    @Test
    void dropsBracketsAndZones() {
        Address linkLocal = Address.parse("fe80::1");
        for (String text : List.of("[fe80::1]", "fe80::1%eth0", "[fe80::1%eth0]", "[fe80::1]%eth0", "fe80:6::1")) {
            assertEquals(linkLocal, Address.parse(text), text);
        }
        assertEquals(Address.parse("127.0.0.53"), Address.parse("127.0.0.53%lo"));
    }

    @Test
    void knowsEveryAddressAndLoopback() {
        assertTrue(Tables.address("0.0.0.0").isAny() && Tables.address("::").isAny());
        assertTrue(Tables.address("127.0.0.53").isLoopback()
                && Tables.address("::1").isLoopback());
        assertFalse(Tables.address("128.0.0.1").isLoopback()
                || Tables.address("::2").isLoopback());
        assertNull(Address.of(new byte[5]));
    }

    @Test
    void readsEndpointsOfEveryForm() {
        assertEquals(new Endpoint(Tables.address("10.0.0.5"), 22), Endpoint.parse("10.0.0.5:22"));
        assertEquals(new Endpoint(Address.ANY, 22), Endpoint.parse(":::22"));
        assertEquals(new Endpoint(Address.ANY, 22), Endpoint.parse("*:22"));
        assertEquals(new Endpoint(Address.ANY, 67), Endpoint.parse("*%eth0:67"));
        assertEquals(new Endpoint(Address.ANY, Endpoint.NO_PORT), Endpoint.parse("[::]:*"));
        assertEquals(new Endpoint(Address.ANY_IPV4, Endpoint.NO_PORT), Endpoint.parse("0.0.0.0:0"));
        assertEquals(new Endpoint(Tables.address("::1"), 631), Endpoint.parse("[::1]:631"));
        for (String wrong :
                List.of("", ":", ":22", "10.0.0.5", "10.0.0.5:ssh", "10.0.0.5:65536", "10.0.0.5:-1", "a:1")) {
            assertNull(Endpoint.parse(wrong), wrong);
        }
    }
}
