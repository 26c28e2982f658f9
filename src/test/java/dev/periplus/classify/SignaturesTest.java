package dev.periplus.classify;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.periplus.answer.Evidence;
import dev.periplus.decode.Packet;
import dev.periplus.flow.ExchangeFixture;
import dev.periplus.flow.Flow;
import dev.periplus.rule.RuleLoader;
import dev.periplus.rule.Services;
import dev.periplus.rulefile.RuleFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signatures on a stream captured from its middle, where a match may reverse the direction. */
class SignaturesTest {
    private static final HostNames NAMES = new HostNames(new Services(List.of()));

    /** Matches a message with this beginning from this role; {@code whole} makes it wait for the complete message. */
    private static final String RULE = """
            id: %1$s
            name: %1$s
            category: other
            references: ["RFC 0, section 0"]
            signatures:
              - name: start
                transport: tcp
                from: %2$s
                when:
                  - bytes[0] == '%3$s'
                  %4$s
                matches: ["'%3$s'"]
                rejects: ["'x'"]
            """;

    private static final String WHOLE = "- not: find 'zz' in 0..99";

    @TempDir
    Path folder;

    private final ExchangeFixture exchange = new ExchangeFixture(false, Packet.TCP, Flow.Direction.UNKNOWN);
    private final Flow flow = exchange.flow();
    private final FlowInspection inspection = new FlowInspection(
            new Detector[0], new HostNames(new RuleLoader().load().services()), 0, 1, true);
    private Signatures signatures;

    private void rule(String id, String from, String opening, String further) throws Exception {
        Files.writeString(folder.resolve(id + ".yaml"), RULE.formatted(id, from, opening, further));
    }

    @BeforeEach
    void rules() throws Exception {
        rule("early", "client", "I am the client", "");
        rule("whole", "either", "I am the client", WHOLE);
        rule("late", "server", "I am the server", WHOLE);
        rule("answer", "either", "this is an answer", "");
        signatures = new Signatures(
                RuleFolder.read(folder, own -> new RuleLoader().add(own).load()));
    }

    private List<String> says(int side, String text) {
        byte[] bytes = text.getBytes(ISO_8859_1);
        signatures.inspect(exchange.speak(flow.role(side), bytes, bytes.length), inspection);
        return inspection.evidence().stream().map(Evidence::label).toList();
    }

    @Test
    void aMessageIsTriedAgainOnceWholeThoughTheDirectionTurned() {
        assertEquals(List.of(), says(0, "anything"));
        assertEquals(List.of("early"), says(1, "I am the client"));
        assertEquals(1, flow.clientSide());
        assertEquals(List.of("early", "whole"), says(0, "anything"));
    }

    /** The weight of the rule `early` where the client says it in its second message of a whole stream; 0 if none. */
    private double weightOfASecondMessage(String label) {
        ExchangeFixture whole = new ExchangeFixture(false);
        FlowInspection inspecting = new FlowInspection(new Detector[0], NAMES, 0, 1, true);
        inspecting.best = label;
        for (String text : List.of("anything", "and more", "I am the client")) {
            byte[] bytes = text.getBytes(ISO_8859_1);
            boolean server = text.startsWith("and");
            signatures.inspect(server ? whole.server(bytes) : whole.client(bytes), inspecting);
        }
        return inspecting.evidence().stream()
                .filter(piece -> piece.label().equals("early"))
                .mapToDouble(Evidence::weight)
                .sum();
    }

    @Test
    void aLaterMessageCountsLessAndOnlyWhereNoneBeforeSaidEnough() {
        ExchangeFixture whole = new ExchangeFixture(false);
        FlowInspection inspecting = new FlowInspection(new Detector[0], NAMES, 0, 1, true);
        signatures.inspect(whole.client("I am the client".getBytes(ISO_8859_1)), inspecting);
        double first = inspecting.evidence().get(0).weight();
        assertEquals(first - 10 * Math.log10(2), weightOfASecondMessage(null), 1e-9);
        assertEquals(0, weightOfASecondMessage("other"));
    }

    @Test
    void whatWasJustSaidIsTriedThoughTheMessageBeforeTurnsTheDirection() {
        assertEquals(List.of(), says(0, "I am the server"));
        assertEquals(List.of("late", "answer"), says(1, "this is an answer"));
        assertEquals(1, flow.clientSide());
    }
}
