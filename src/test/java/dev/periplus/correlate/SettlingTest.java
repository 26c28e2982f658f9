package dev.periplus.correlate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.periplus.answer.Evidence;
import dev.periplus.answer.Metadata;
import dev.periplus.answer.Places;
import dev.periplus.answer.Standing;
import dev.periplus.classify.InspectionResult;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;
import dev.periplus.flow.FlowFixture;
import dev.periplus.registry.KnownUsers;
import dev.periplus.registry.PortRegistry;
import dev.periplus.rule.RuleLoader;
import dev.periplus.rule.RuleSet;
import dev.periplus.rulefile.InvalidRulesException;
import dev.periplus.rulefile.RuleFolder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SettlingTest {
    private Settling settling;

    @BeforeEach
    void load() throws InvalidRulesException {
        RuleSet rules = new RuleLoader().packaged().load();
        Processes processes =
                new Processes(null, RuleFolder.read(null, packaged -> ProcessRules.load(rules, packaged)));
        settling = new Settling(rules, PortRegistry.load(), KnownUsers.load(), processes, Places.NONE);
    }

    private static InspectionResult shows(String label, Metadata metadata, @Nullable InspectionResult inside) {
        Evidence piece = Evidence.of(Evidence.Kind.DETECTOR, label, 90, "its bytes", label);
        return new InspectionResult(List.of(piece), label, metadata, false, false, null, inside);
    }

    private Standing standing(int transport, int port, InspectionResult result) {
        Flow flow = FlowFixture.begin(FlowFixture.first(transport, "10.0.0.1", 40000, "10.0.0.2", port))
                .sends(0, 1, 10)
                .sends(1, 1, 10)
                .flow();
        return settling.record(capture -> "a.pcap", 1, flow, result, result.evidence(), 0)
                .standing();
    }

    private Standing tcp(int port, String label) {
        return standing(Packet.TCP, port, shows(label, Metadata.NONE, null));
    }

    private Standing udp(int port, String label) {
        return standing(Packet.UDP, port, shows(label, Metadata.NONE, null));
    }

    @Test
    void aProtocolBearsOutWhatItsPortIsRegisteredFor() {
        assertEquals(Standing.AS_REGISTERED, tcp(44818, "ethernet-ip"), "EtherNet-IP-2");
        assertEquals(Standing.AS_REGISTERED, udp(2222, "cip"), "what it refines counts");
        assertEquals(Standing.AS_REGISTERED, tcp(102, "s7comm"));
        assertEquals(Standing.AS_REGISTERED, udp(2152, "gtp-u"));
        assertEquals(Standing.AS_REGISTERED, udp(3386, "gtp-prime"));
        assertEquals(Standing.AS_REGISTERED, udp(3799, "radius"));
        assertEquals(Standing.AS_REGISTERED, tcp(2375, "http"));
        assertEquals(Standing.AS_REGISTERED, tcp(4843, "tls"));
        assertEquals(Standing.AS_REGISTERED, udp(5349, "dtls"));
        assertEquals(Standing.AS_REGISTERED, tcp(6252, "ssh"));
        assertEquals(Standing.NOT_AS_REGISTERED, tcp(443, "http"));
        assertEquals(Standing.NOT_AS_REGISTERED, tcp(80, "tls"));
        assertEquals(Standing.NOT_AS_REGISTERED, udp(443, "dtls"));
        assertEquals(Standing.NOT_AS_REGISTERED, tcp(3251, "ssh"));
        assertEquals(Standing.UNREGISTERED, tcp(60_000, "ssh"));
    }

    @Test
    void theMiddleOfAServiceThatBeginsTlsIsTls() {
        Evidence piece = Evidence.of(Evidence.Kind.SIGNATURE, "tls", 60, "a record", "tls");
        InspectionResult middle = new InspectionResult(List.of(piece), "tls", Metadata.NONE, false, true, null, null);
        for (int port : new int[] {25, 587, 143, 389, 3389, 5432, 3306}) {
            assertEquals(Standing.AS_REGISTERED, standing(Packet.TCP, port, middle), "port " + port);
            assertEquals(Standing.NOT_AS_REGISTERED, tcp(port, "tls"), "port " + port);
        }
        assertEquals(Standing.NOT_AS_REGISTERED, standing(Packet.TCP, 80, middle));
    }

    @Test
    void whatIsInsideCountsToo() {
        Metadata overQuic = Metadata.of(Map.of("quic", Map.of("alpn", List.of("doq"))));
        assertEquals(Standing.AS_REGISTERED, standing(Packet.UDP, 53, shows("quic", overQuic, null)));
        assertEquals(Standing.AS_REGISTERED, standing(Packet.UDP, 853, shows("quic", overQuic, null)));
        Metadata overTls = Metadata.of(Map.of("tls", Map.of("alpn_chosen", List.of("http/1.1"))));
        assertEquals(Standing.AS_REGISTERED, standing(Packet.TCP, 8080, shows("tls", overTls, null)));
        InspectionResult mail = shows("tls", Metadata.NONE, shows("imap", Metadata.NONE, null));
        assertEquals(Standing.AS_REGISTERED, standing(Packet.TCP, 143, mail));
        assertEquals(Standing.NOT_AS_REGISTERED, standing(Packet.TCP, 25, mail));
    }
}
