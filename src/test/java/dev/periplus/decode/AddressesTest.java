package dev.periplus.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
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
    void textIsTheCanonicalOne(String text) throws Exception {
        assertEquals(text, textOf(text));
    }

    @Test
    void textReadsBackAsTheSameAddress() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            long high = sparse(random);
            long low = sparse(random);
            if (Addresses.isIpv4(high, low)) {
                continue;
            }
            ByteBuffer back = ByteBuffer.wrap(
                    InetAddress.getByName(Addresses.text(high, low)).getAddress());
            assertEquals(high, back.getLong(0), "seed " + seed);
            assertEquals(low, back.getLong(8), "seed " + seed);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1,true,false,false",
        "11.0.0.1,false,false,false",
        "172.16.0.1,true,false,false",
        "172.31.255.255,true,false,false",
        "172.32.0.0,false,false,false",
        "192.168.3.4,true,false,false",
        "192.169.0.1,false,false,false",
        "169.254.9.9,true,false,false",
        "127.0.0.1,true,false,false",
        "100.64.0.1,true,false,false",
        "100.127.255.255,true,false,false",
        "100.128.0.0,false,false,false",
        "224.0.0.1,false,true,false",
        "239.255.255.255,false,true,false",
        "240.0.0.1,false,false,false",
        "255.255.255.255,false,false,true",
        "fc00::1,true,false,false",
        "fdff::1,true,false,false",
        "fe00::1,false,false,false",
        "fe80::1,true,false,false",
        "febf::1,true,false,false",
        "fec0::1,false,false,false",
        "::1,true,false,false",
        "::2,false,false,false",
        "ff02::fb,false,true,false",
        "2001:db8::1,false,false,false",
    })
    void kindsAreTold(String text, boolean isPrivate, boolean isMulticast, boolean isBroadcast) throws Exception {
        ByteBuffer bytes = mapped(text);
        long high = bytes.getLong(0);
        long low = bytes.getLong(8);
        assertEquals(isPrivate, Addresses.isPrivate(high, low));
        assertEquals(isMulticast, Addresses.isMulticast(high, low));
        assertEquals(isBroadcast, Addresses.isBroadcast(high, low));
    }

    private static String textOf(String text) throws Exception {
        ByteBuffer bytes = mapped(text);
        return Addresses.text(bytes.getLong(0), bytes.getLong(8));
    }

    private static ByteBuffer mapped(String text) throws Exception {
        byte[] address = InetAddress.getByName(text).getAddress();
        ByteBuffer bytes = ByteBuffer.allocate(16);
        if (address.length == 4) {
            bytes.putShort(10, (short) -1).put(12, address);
        } else {
            bytes.put(0, address);
        }
        return bytes;
    }

    private static long sparse(Random random) {
        long value = random.nextLong();
        for (int shift = 0; shift < 64; shift += 16) {
            value &= random.nextBoolean() ? -1 : ~(0xffffL << shift);
        }
        return value;
    }
}
