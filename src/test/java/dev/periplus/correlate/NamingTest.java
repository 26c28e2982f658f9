package dev.periplus.correlate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.periplus.answer.Evidence;
import dev.periplus.answer.Evidence.Kind;
import dev.periplus.answer.Layer;
import dev.periplus.answer.NamedService;
import dev.periplus.answer.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

class NamingTest {
    private static final Evidence TLS = new Evidence(Kind.DETECTOR, "tls", 90, "hello", "tls", 0, 4, 54, new byte[1]);
    private static final Evidence DESK =
            new Evidence(Kind.APPLICATION, "anydesk", 60, "name", "services/anydesk", 0, 6, 99, new byte[2]);
    private static final Evidence OTHER = Evidence.of(Kind.APPLICATION, "google", 60, "name", "services/google");
    private static final NamedService NAMED = new NamedService("anydesk", "AnyDesk Client", "tls.subject");

    private static Verdict verdict(String label, String application) {
        return new Verdict(label, label, application, Verdict.Basis.PAYLOAD, 0.99, null, List.of());
    }

    @Test
    void onlyTheEvidenceOfTheApplicationIsKept() {
        Naming naming = Naming.of(verdict("tls", null), List.of(TLS, OTHER, DESK), List.of(), NAMED);
        assertEquals(List.of(TLS, DESK), naming.evidence());
    }

    @Test
    void aFlowWithoutApplicationHasNoEvidenceForOne() {
        assertEquals(
                List.of(TLS),
                Naming.of(verdict("tls", null), List.of(TLS, OTHER), List.of(), null)
                        .evidence());
    }

    @Test
    void evidenceInsideStaysThere() {
        Layer inner = new Layer(verdict("tls", null), List.of(TLS, DESK));
        Naming naming = Naming.of(verdict("socks", null), List.of(), List.of(inner), NAMED);
        assertEquals(List.of(), naming.evidence());
        assertEquals(List.of(inner), naming.inside());
    }

    @Test
    void aNameFromAnotherFlowIsEvidenceWithoutBytes() {
        NamedService answered = new NamedService("anydesk", "relay.anydesk.com", "dns.answered_name");
        Evidence piece = Naming.of(verdict("tls", null), List.of(TLS), List.of(), answered)
                .evidence()
                .get(1);
        assertEquals("an earlier DNS answer for relay.anydesk.com", piece.says());
        assertEquals(0, piece.packet());
    }

    @Test
    void aLabelThatImpliesItsApplicationLendsItsBytes() {
        Evidence piece = Naming.of(verdict("tls", "desk"), List.of(TLS), List.of(), null)
                .evidence()
                .get(1);
        assertEquals(Kind.APPLICATION, piece.kind());
        assertEquals("desk", piece.label());
        assertEquals(4, piece.packet());
        assertEquals(54, piece.offset());
    }
}
