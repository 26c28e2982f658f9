package dev.periplus.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
    private static Address address(String text) {
        Address address = Address.parse(text);
        assertNotNull(address, text);
        return address;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "255.255.255.255",
                "10.0.200.3",
                "::",
                "::1",
                "1::",
                "2001:db8::1",
                "2001:db8:0:1:1:1:1:1",
                "2001:0:0:1::1",
                "2001:db8::1:0:0:1",
                "::ffff:0:0:1",
                "1:2:3:4:5:6:7:8",
                "1:2:3:4:5:6::",
                "::3:4:5:6:7:8",
                "fe80::a:b"
            })
    void textIsTheCanonicalOne(String text) {
        assertEquals(text, address(text).toString());
    }

    @Test
    void textReadsBackAsTheSameAddress() throws UnknownHostException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            Address address = new Address(sparse(random), sparse(random));
            assertEquals(address, Address.parse(address.toString()), "seed " + seed);
            assertEquals(address, byJdk(address.toString()), "seed " + seed);
        }
    }

    private static long sparse(Random random) {
        long value = random.nextLong();
        for (int shift = 0; shift < 64; shift += 16) {
            value &= random.nextBoolean() ? -1 : ~(0xffffL << shift);
        }
        return value;
    }

    private static Address byJdk(String text) throws UnknownHostException {
        return Address.of(InetAddress.getByName(text).getAddress());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.20.0.5",
                "2001:db8:1:2:3:4:5:6",
                "::ffff:10.20.0.5",
                "64:ff9b::192.0.2.1",
                "2001:DB8::A:B",
                "::2:3:4:5:6:7:8"
            })
    void readsWhatTheJdkReads(String text) throws UnknownHostException {
        assertEquals(byJdk(text), Address.parse(text));
    }

    @Test
    void ipv4IsItsMappedAddress() {
        assertEquals(address("10.20.0.5"), address("::ffff:10.20.0.5"));
        assertEquals("10.20.0.5", address("::ffff:a14:5").toString());
        assertEquals(address("10.20.0.5"), Address.ofIpv4(0x0a14_0005));
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
                "1::2:",
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
    void stationsHaveAddressesOfTheirOwn() {
        Address station = Address.parse("02:53:00:00:AB:01");
        assertEquals(new Address(Address.STATION, 0x0253_0000_ab01L), station);
        assertEquals("02:53:00:00:ab:01", station.toString());
        assertEquals("02:53:00:00:ab:01", station.bracketed());
        assertEquals("02:53:00:00:ab:01", Address.text(0, station.high(), station.low()));
        assertEquals("6d61:6300::253:0:ab01", Address.text(6, station.high(), station.low()));
        assertTrue(station.isPrivate());
        assertFalse(Address.isMulticast(station.high(), station.low()));
        Address group = Address.parse("01:80:c2:00:00:0e");
        assertTrue(Address.isMulticast(group.high(), group.low()));
        assertNull(Address.parse("02:53:00:00:ab:1"));
        assertNull(Address.parse("02-53-00-00-ab-01"));
    }

    @Test
    void dropsBracketsAndZones() {
        for (String text : List.of("[fe80::1]", "fe80::1%eth0", "[fe80::1%eth0]", "[fe80::1]%eth0")) {
            assertEquals(address("fe80::1"), Address.parse(text), text);
        }
        assertEquals(address("127.0.0.53"), Address.parse("127.0.0.53%lo"));
    }

    @Test
    void bytesAreFourOrSixteen() {
        assertEquals(address("192.0.2.1"), Address.of(new byte[] {(byte) 192, 0, 2, 1}));
        assertEquals(Address.ANY, Address.of(new byte[16]));
        assertNull(Address.of(new byte[5]));
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1,true,false",
        "11.0.0.1,false,false",
        "172.16.0.1,true,false",
        "172.31.255.255,true,false",
        "172.32.0.0,false,false",
        "192.168.3.4,true,false",
        "192.169.0.1,false,false",
        "169.254.9.9,true,false",
        "127.0.0.1,true,false",
        "100.64.0.1,true,false",
        "100.127.255.255,true,false",
        "100.128.0.0,false,false",
        "224.0.0.1,false,true",
        "239.255.255.255,false,true",
        "240.0.0.1,false,false",
        "fc00::1,true,false",
        "fdff::1,true,false",
        "fe00::1,false,false",
        "fe80::1,true,false",
        "febf::1,true,false",
        "fec0::1,false,false",
        "::1,true,false",
        "::2,false,false",
        "ff02::fb,false,true",
        "2001:db8::1,false,false",
    })
    void kindsAreTold(String text, boolean isPrivate, boolean isMulticast) {
        Address address = address(text);
        assertEquals(isPrivate, address.isPrivate());
        assertEquals(isMulticast, Address.isMulticast(address.high(), address.low()));
    }

    @Test
    void everyAddressAndLoopbackAreTold() {
        assertTrue(address("0.0.0.0").isAny() && address("::").isAny());
        assertTrue(address("127.0.0.53").isLoopback() && address("::1").isLoopback());
        assertFalse(address("128.0.0.1").isLoopback() || address("::2").isLoopback());
    }

    @Test
    void theOrderIsThatOfUnsignedNumbers() {
        List<String> ordered = List.of("::1", "9.0.0.1", "10.0.0.1", "200.0.0.1", "2001:db8::1", "fe80::1", "ff02::1");
        assertEquals(
                ordered,
                ordered.stream()
                        .map(AddressTest::address)
                        .sorted()
                        .map(Address::toString)
                        .toList());
    }

    @Test
    void neighboursHaveHashesThatDiffer() {
        Stream<Address> neighbours = Stream.iterate(0L, i -> i + 1)
                .limit(1000)
                .flatMap(i -> Stream.of(Address.ofIpv4(0x0a00_0000 + i), new Address(i, -31 * i), new Address(i, i)));
        assertEquals(3000, neighbours.map(Address::hashCode).distinct().count(), 2);
    }
}
