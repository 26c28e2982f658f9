package dev.periplus.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.periplus.address.Endpoint;
import dev.periplus.answer.FlowRecord;
import dev.periplus.draft.Group;
import dev.periplus.report.Records;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SimilarTrafficTest {
    private final SimilarTraffic similar = new SimilarTraffic();

    private Endpoint add(String server, int port, String client, String answer) {
        FlowRecord record = Records.tcp("10.0.0.1", server, port)
                .metadata(Map.of("payload", Map.of("client", List.of(client), "server", List.of(answer))))
                .made();
        similar.add(record.flow().server(), record);
        return record.flow().server();
    }

    @Test
    void portsWhoseBytesAgreeAreOneGroup() {
        Endpoint one = add("10.0.0.2", 7001, "484f55530101", "4f4b4f4b00aa");
        Endpoint two = add("10.0.0.2", 7002, "484f55530102", "4f4b4f4b00bb");
        Endpoint three = add("10.0.0.3", 7001, "484f55530103", "4f4b4f4b00cc");
        similar.group();
        Group group = similar.of(one);
        assertNotNull(group);
        assertSame(group, similar.of(two));
        assertSame(group, similar.of(three));
        assertEquals(
                List.of("the client begins with 48 4f 55 53 01 ??", "the server begins with 4f 4b 4f 4b 00 ??"),
                group.beginnings());
    }

    @Test
    void otherBytesAndALonePortAreNoGroup() {
        Endpoint one = add("10.0.0.2", 7001, "484f55530101", "4f4b4f4b00aa");
        Endpoint other = add("10.0.0.3", 7001, "a1b2c3d4e5f6", "918273645566");
        similar.group();
        assertNull(similar.of(one));
        assertNull(similar.of(other));
    }

    @Test
    void zerosInCommonAreTooLittle() {
        Endpoint one = add("10.0.0.2", 7001, "000000000000", "000000000000");
        Endpoint two = add("10.0.0.3", 7001, "000000000000", "000000000000");
        similar.group();
        assertNull(similar.of(one));
        assertNull(similar.of(two));
    }

    @Test
    void flowsThatDoNotShowBothSidesAreLeftOut() {
        for (String server : List.of("10.0.0.2", "10.0.0.3")) {
            FlowRecord record = Records.tcp("10.0.0.1", server, 7001)
                    .metadata(Map.of("payload", Map.of("client", List.of("484f55530101"))))
                    .made();
            similar.add(record.flow().server(), record);
            similar.group();
            assertNull(similar.of(record.flow().server()));
        }
    }
}
