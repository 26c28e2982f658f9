package dev.periplus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What Wireshark asks a capture source before it captures. */
class ExtcapTest {
    @Test
    void anInterfaceHasALinkTypeAndSettings() {
        Run types = Run.of("extcap", "--extcap-dlts", "--extcap-interface", "periplus-lo");
        assertEquals("dlt {number=1}{name=EN10MB}{display=Ethernet}\n", types.out());
        Run settings = Run.of("extcap", "--extcap-config", "--extcap-interface", "periplus-lo");
        assertTrue(settings.out().startsWith("arg {number=0}{call=--rules}"), settings.out());
    }

    @Test
    void otherInterfacesAreNotItsOwn() {
        Run run = Run.of("extcap", "--capture", "--extcap-interface", "lo", "--fifo", "/nowhere");
        assertEquals(Exit.USAGE, run.status());
        assertEquals(Exit.USAGE, Run.of("extcap").status());
    }
}
