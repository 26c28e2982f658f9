package dev.periplus.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortSpecTest {
    @ParameterizedTest
    @CsvSource({
        "3248/udp, 17, 3248, 3248, 3248/udp",
        "3251, 0, 3251, 3251, 3251",
        "10000-10100/udp, 17, 10000, 10100, 10000-10100/udp",
        "' 80 / TCP ', 6, 80, 80, 80/tcp",
        "tcp.port==3251, 6, 3251, 3251, 3251/tcp",
        "UDP.port == 3224-3324, 17, 3224, 3324, 3224-3324/udp",
        "0/sctp, 132, 0, 0, 0/sctp",
        "65535/dccp, 33, 65535, 65535, 65535/dccp"
    })
    void reads(String text, int transport, int from, int to, String written) {
        PortSpec spec = PortSpec.parse(text);
        assertEquals(new PortSpec(transport, new PortRange(from, to)), spec);
        assertEquals(written, spec.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|no port given; write it as 3251, 3248/udp or 10000-10100/udp",
                "abc|\"abc\" is not a port number; write it as 3251, 3248/udp or 10000-10100/udp",
                "70000|ports go from 0 to 65535, not 70000; write it as 3251, 3248/udp or 10000-10100/udp",
                "5-|\"\" is not a port number; write it as 3251, 3248/udp or 10000-10100/udp",
                "-5|\"-5\" is not a port number; write it as 3251, 3248/udp or 10000-10100/udp",
                "1-2-3|\"2-3\" is not a port number; write it as 3251, 3248/udp or 10000-10100/udp",
                "90-80/tcp|\"90-80/tcp\": the range 90-80 is empty; the lower port comes first; write it as 3251, 3248/udp"
                        + " or 10000-10100/udp",
                "80/icmp|\"icmp\" in \"80/icmp\" is not a transport with ports; known are tcp, udp, sctp, dccp",
                "80/|\"\" in \"80/\" is not a transport with ports; known are tcp, udp, sctp, dccp",
                "99999999999999999999|ports go from 0 to 65535, not 99999999999999999999; "
                        + "write it as 3251, 3248/udp or 10000-10100/udp"
            })
    void saysWhatIsWrong(String text, String sentence) {
        assertEquals(
                sentence,
                assertThrows(IllegalArgumentException.class, () -> PortSpec.parse(text))
                        .getMessage());
    }

    @Test
    void coversItsPortsOfItsTransport() {
        PortSpec range = PortSpec.parse("3224-3324/udp");
        assertTrue(range.covers(17, 3224) && range.covers(17, 3324));
        assertFalse(range.covers(17, 3325) || range.covers(6, 3248));
        assertTrue(
                PortSpec.parse("3251").covers(6, 3251) && PortSpec.parse("3251").covers(17, 3251));
    }
}
