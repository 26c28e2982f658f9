package dev.periplus.report.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.periplus.decode.Packet;
import dev.periplus.flow.FlowFixture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** States as described by Zeek's documentation of conn.log. */
class ConnStateTest {
    /** Letters are flags (S, A, F, R), one group per segment, client first. */
    @ParameterizedTest
    @CsvSource({
        "S,       -,      S0",
        "S A,     SA,     S1",
        "S A FA,  SA FA,  SF",
        "S,       RA,     REJ",
        "S A FA,  SA A,   S2",
        "S A,     SA FA,  S3",
        "S A R,   SA A,   RSTO",
        "S A,     SA R,   RSTR",
        "S R,     -,      RSTOS0",
        "-,       SA R,   RSTRH",
        "S FA,    -,      SH",
        "-,       SA FA,  SHR",
        "A,       A,      OTH",
        "A,       RA,     OTH",
        "R,       A,      OTH",
        "S,       A,      OTH",
        "FA,      A,      OTH",
        "FA,      FA,     SF",
    })
    void followsFromTheFlagsOfBothSides(String client, String server, String state) {
        FlowFixture flow = FlowFixture.begin(FlowFixture.first(Packet.TCP, "10.0.0.1", 40000, "10.0.0.2", 80));
        segments(flow, 0, client);
        segments(flow, 1, server);
        assertEquals(state, ConnState.of(flow.flow()));
    }

    private static void segments(FlowFixture flow, int side, String segments) {
        for (String segment : segments.split(" ")) {
            int flags = 0;
            for (char letter : segment.toCharArray()) {
                flags |= switch (letter) {
                    case 'S' -> Packet.SYN;
                    case 'A' -> Packet.ACK;
                    case 'F' -> Packet.FIN;
                    case 'R' -> Packet.RST;
                    default -> 0;
                };
            }
            if (flags != 0) {
                flow.flags(side, flags);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1, SF", "1, 0, S0", "0, 1, SHR"})
    void ofDatagramsTellsWhoSpoke(int client, int server, String state) {
        FlowFixture flow = FlowFixture.begin(FlowFixture.first(Packet.UDP, "10.0.0.1", 40000, "10.0.0.2", 53))
                .sends(0, client, 60)
                .sends(1, server, 60);
        assertEquals(state, ConnState.of(flow.flow()));
    }
}
