package dev.periplus.report;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;
import dev.periplus.flow.FlowFixture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlowIdsTest {
    private final FlowIds ids = new FlowIds();

    /** Baseline of corelight/community-id-spec and of its Python implementation, seed 0. */
    @ParameterizedTest
    @CsvSource({
        "6, 128.232.110.120, 34855, 66.35.250.204, 80, 1:LQU9qZlK+B5F3KDmev6m5PMibrg=",
        "6, 66.35.250.204, 80, 128.232.110.120, 34855, 1:LQU9qZlK+B5F3KDmev6m5PMibrg=",
        "6, 192.168.1.42, 42, 192.168.1.42, 41, 1:eRcf7I/xocOxnYo5pbJBV5NhVm0=",
        "6, 192.168.1.42, 41, 192.168.1.42, 42, 1:eRcf7I/xocOxnYo5pbJBV5NhVm0=",
        "6, 2001:470:e5bf:dead:4957:2174:e82c:4887, 63943, 2607:f8b0:400c:c03::1a, 25, 1:/qFaeAR+gFe1KYjMzVDsMv+wgU4=",
        "17, 192.168.1.52, 54585, 8.8.8.8, 53, 1:d/FP5EW3wiY1vCndhwleRRKHowQ=",
        "132, 192.168.170.8, 7, 192.168.170.56, 7, 1:MP2EtRCAUIZvTw6MxJHLV7N7JDs=",
        "1, 192.168.0.89, 8, 192.168.0.1, 0, 1:X0snYXpgwiv9TZtqg64sgzUn6Dk=",
        "1, 192.168.0.1, 0, 192.168.0.89, 8, 1:X0snYXpgwiv9TZtqg64sgzUn6Dk=",
        "1, 192.168.0.89, 20, 192.168.0.1, 0, 1:3o2RFccXzUgjl7zDpqmY7yJi8rI=",
        "1, 192.168.0.89, 20, 192.168.0.1, 1, 1:tz/fHIDUHs19NkixVVoOZywde+I=",
        "58, fe80::200:86ff:fe05:80da, 135, fe80::260:97ff:fe07:69ea, 136, 1:dGHyGvjMfljg6Bppwm3bg0LO8TY=",
        "58, 3ffe:507:0:1:200:86ff:fe05:80da, 3, 3ffe:507:0:1:260:97ff:fe07:69ea, 0, 1:/OGBt9BN1ofenrmSPWYicpij2Vc=",
        "58, fe80::260:97ff:fe07:69ea, 134, ff02::1, 133, 1:pkvHqCL88/tg1k4cPigmZXUtL00=",
    })
    void communityIdIsThatOfTheSpecification(
            int protocol, String from, int fromPort, String to, int toPort, String expected) {
        Packet first = FlowFixture.first(protocol, from, fromPort, to, toPort);
        assertEquals(expected, text(ids.communityId(FlowFixture.begin(first).flow())));
    }

    @Test
    void communityIdOfAProtocolWithoutPortsLeavesThemOut() {
        Packet one = FlowFixture.first(47, "10.0.0.1", 0, "10.0.0.2", 0);
        Packet other = FlowFixture.first(47, "10.0.0.2", 1, "10.0.0.1", 2);
        assertEquals(
                text(ids.communityId(FlowFixture.begin(one).flow())),
                text(ids.communityId(FlowFixture.begin(other).flow())));
    }

    @Test
    void uidIsTheSameInEveryRun() {
        assertEquals(uid(p -> {}), uid(p -> {}));
        assertTrue(uid(p -> {}).matches("C[0-9A-Za-z]{17}"), uid(p -> {}));
    }

    @Test
    void uidDependsOnAllThatTellsFlowsApart() {
        assertNotEquals(uid(p -> {}), uid(p -> p.time++));
        assertNotEquals(uid(p -> {}), uid(p -> p.number++));
        assertNotEquals(uid(p -> {}), uid(p -> p.sourcePort++));
        assertNotEquals(uid(p -> {}), uid(p -> p.destinationLow++));
        assertNotEquals(uid(p -> {}), uid(p -> p.protocol = Packet.UDP));
        assertNotEquals(uid(p -> {}), uid(p -> p.vlan = 7));
        assertNotEquals(uid(p -> {}), uid(p -> p.tunnelKinds = 1));
    }

    @Test
    void numberFitsIntoADouble() {
        Flow flow = FlowFixture.begin(FlowFixture.first(Packet.TCP, "10.0.0.1", 40000, "10.0.0.2", 80))
                .flow();
        long number = ids.number(flow);
        assertEquals(number, ids.number(flow));
        assertEquals(number, (long) (double) number);
        assertTrue(number > 0 && number < 1L << 51, () -> "" + number);
    }

    private String uid(Consumer<Packet> change) {
        Packet first = FlowFixture.first(Packet.TCP, "10.0.0.1", 40000, "10.0.0.2", 80);
        change.accept(first);
        return text(ids.uid(FlowFixture.begin(first).flow()));
    }

    private static String text(byte[] ascii) {
        return new String(ascii, US_ASCII);
    }
}
