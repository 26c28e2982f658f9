package dev.periplus.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8,10.200.0.1,true",
        "10.0.0.0/8,11.0.0.1,false",
        "10.0.0.0/8,::ffff:10.1.2.3,true",
        "10.1.2.3,10.1.2.3,true",
        "10.1.2.3,10.1.2.4,false",
        "0.0.0.0/0,192.0.2.1,true",
        "0.0.0.0/0,2001:db8::1,false",
        "2001:db8::/32,2001:db8:1::1,true",
        "2001:db8::/32,2001:db9::1,false",
        "fe80::/65,fe80::1,true",
        "fe80::/65,fe80::8000:0:0:1,false",
        "::/0,192.0.2.1,true",
        "::/0,no address,false"
    })
    void holdsAddressesThatBeginWithItsBits(String network, String address, boolean holds) {
        Network parsed = Network.parse(network);
        assertNotNull(parsed);
        assertEquals(holds, parsed.holds(address));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "host", "10.0.0.0/", "10.0.0.0/33", "10.0.0/8", "::/129", "::/x", "[::1]", "fe80::1%eth0"})
    void refusesEverythingElse(String text) {
        assertNull(Network.parse(text));
    }
}
