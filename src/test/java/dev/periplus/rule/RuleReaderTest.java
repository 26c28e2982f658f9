package dev.periplus.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.address.Transport;
import dev.periplus.rulefile.InvalidRulesException;
import dev.periplus.rulefile.RuleError;
import dev.periplus.rulefile.RuleFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleReaderTest {
    private static final String GOOD = """
            id: good
            name: A good one
            category: other
            references:
              - "RFC 0, section 0"
            signatures:
              - name: start
                transport: [tcp, udp]
                from: client
                when:
                  - bytes[0] == 'GOOD'
                  - any:
                      - u8[4] == 1
                      - all: ["u8[4] == 2", "length >= 6"]
                  - not: u8[5] == 0xff
                matches:
                  - "'GOOD' 01 00"
                rejects:
                  - "'GOOD' 03 00"
            """;

    @TempDir
    Path folder;

    private static int offered(RuleSet rules, int transport, String start) {
        byte[] bytes = start.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        Message message = new Message().of(bytes, 0, bytes.length, bytes.length, false);
        return rules.index(transport).candidates(message).size();
    }

    private RuleSet rules() throws InvalidRulesException {
        return RuleFolder.read(folder, own -> new RuleLoader().add(own).load());
    }

    private List<String> failures() throws Exception {
        RuleSet rules = rules();
        return new RuleProof(rules)
                .failures(rules.protocols().stream().map(Protocol::id).toList());
    }

    @Test
    void signaturesNameTransportsWithoutPortsByNumber() throws Exception {
        Files.writeString(
                folder.resolve("good.yaml"),
                GOOD.replace("[tcp, udp]", "[udp, \"ip:89\", \"ether:0x88b8\", \"llc:0x42\", \"snap:0x00000c\"]"));
        RuleSet rules = rules();
        assertEquals(List.of(), failures());
        for (String transport : List.of("udp", "ip:89", "ether:0x88b8", "llc:0x42", "snap:0x00000c")) {
            assertEquals(1, offered(rules, Transport.numberInRule(transport), "GOOD\1\0"), transport);
        }
        for (String transport : List.of("tcp", "ip:88", "ether:0x88b9", "llc:0x43", "snap:0x00000d")) {
            assertEquals(0, offered(rules, Transport.numberInRule(transport), "GOOD\1\0"), transport);
        }
    }

    @Test
    void transportsThatNoSignatureCanSeeAreErrors() throws Exception {
        for (String wrong : List.of(
                "dccp",
                "ip:6",
                "ip:300",
                "ospf",
                "ether:0x0800",
                "ether:0x86dd",
                "ether:0x8100",
                "ether:0x05dc",
                "ether",
                "llc:0x4242",
                "snap:0x00000c:0x2000")) {
            String error = broken(GOOD.replace("[tcp, udp]", '"' + wrong + '"')).getMessage();
            assertTrue(error.contains("unknown transport '" + wrong + "'"), error);
        }
    }

    private InvalidRulesException broken(String text) throws Exception {
        Files.writeString(folder.resolve("good.yaml"), text);
        return assertThrows(InvalidRulesException.class, this::rules);
    }

    @Test
    void readsAndProvesARule() throws Exception {
        Files.writeString(folder.resolve("good.yaml"), GOOD);
        RuleSet rules = rules();
        assertEquals(List.of(), new RuleProof(rules).failures(List.of("good")));
        assertEquals(1, offered(rules, 6, "GOOD\1"));
        assertEquals(0, offered(rules, 6, "HOOD\1"));
        assertEquals(1, offered(rules, 17, "GOOD\1"));
        assertEquals(0, offered(rules, 132, "GOOD\1"));
    }

    @Test
    void findsEveryErrorAtItsLine() throws Exception {
        InvalidRulesException e = broken(GOOD.replace("category: other", "category: nonsense")
                .replace("u8[4] == 1", "u8[4] === 1")
                .replace("from: client", "from: nobody")
                .replace("[tcp, udp]", "[tcp, xyz]"));
        List<String> errors = e.errors().stream().map(RuleError::toString).toList();
        assertEquals(4, errors.size(), errors.toString());
        assertTrue(
                errors.stream().anyMatch(error -> error.contains("good.yaml:13: ") && error.contains("u8[4] === 1")));
        assertTrue(errors.stream().allMatch(error -> error.matches(".*good\\.yaml:\\d+: .+")));
    }

    @Test
    void refusesKeysThatTestPorts() throws Exception {
        assertTrue(broken(GOOD.replace("    from: client", "    port: 3248"))
                .getMessage()
                .contains("port"));
        assertTrue(
                broken(GOOD.replace("u8[4] == 1", "port == 3248")).getMessage().contains("port"));
    }

    @Test
    void saysWhereYamlIsBroken() throws Exception {
        List<RuleError> errors =
                broken(GOOD.replace("name: start", "name: [start")).errors();
        assertTrue(errors.get(0).line() >= 7, errors.toString());
    }

    @Test
    void refusesAliasBombs() throws Exception {
        String bomb = "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b]\n";
        assertTrue(!broken(bomb).errors().isEmpty());
    }

    @Test
    void refusesWhatCannotBeMeant() throws Exception {
        assertTrue(broken(GOOD.replace("signatures:", "x: " + "[".repeat(20_000)))
                        .toString()
                != null);
        String impossible = broken(GOOD.replace("when:", "when:\n      - u8[0] == 300"))
                .errors()
                .toString();
        assertTrue(impossible.contains("300 does not fit into u8[0], which is at most 255"), impossible);
        String request = broken(GOOD.replace("when:", "when:\n      - u8[0] == request.u8[0]"))
                .errors()
                .toString();
        assertTrue(request.contains("not allowed in `when`"), request);
    }

    @Test
    void knowsTheHandoversAndAnnouncersItIsTold() throws Exception {
        Path file = folder.resolve("good.yaml");
        Files.writeString(
                file, GOOD.replace("category: other", "category: other\nhands-over: tunnel\nannounces: talks"));
        RuleLoader knowing = new RuleLoader(List.of("tunnel"), List.of("talks"), own -> name -> true);
        Protocol good = RuleFolder.read(folder, own -> knowing.add(own).load()).protocol("good");
        assertEquals(List.of("tunnel", "talks"), List.of(good.handsOver(), good.announces()));
        InvalidRulesException refused = assertThrows(
                InvalidRulesException.class,
                () -> RuleFolder.read(
                        folder,
                        own -> new RuleLoader(List.of("a", "b"), List.of("c"), registry -> name -> true)
                                .add(own)
                                .load()));
        assertEquals(
                List.of(
                        file + ":1: unknown hands-over 'tunnel'; known are a, b",
                        file + ":1: unknown announces 'talks'; known are c"),
                refused.errors().stream().map(RuleError::toString).toList());
    }

    @Test
    void refusesServicesThatTheRegistryDoesNotHave() throws Exception {
        Path file = folder.resolve("good.yaml");
        String registered = "category: other\nregistered:\n  - http\n  - nonesuch";
        Files.writeString(file, GOOD.replace("category: other", registered));
        RuleLoader knowing = new RuleLoader(List.of(), List.of(), own -> "http"::equals);
        InvalidRulesException refused = assertThrows(
                InvalidRulesException.class,
                () -> RuleFolder.read(folder, own -> knowing.add(own).load()));
        assertEquals(
                List.of(file + ":6: registered 'nonesuch': the registry has no service of this name"),
                refused.errors().stream().map(RuleError::toString).toList());
    }

    @Test
    void readsWhichRegistrationsAProtocolBearsOutByTheirText() throws Exception {
        String text = "category: other\nregistered-text: {transport: tcp, any: [carrier pigeon], not: [dead]}";
        Files.writeString(folder.resolve("good.yaml"), GOOD.replace("category: other", text));
        Protocol good = rules().protocol("good");
        assertTrue(good.bearsOut(6, "rfc1149", "IP over Carrier-Pigeon"));
        assertTrue(good.bearsOut(6, "carrier-pigeon", ""));
        assertFalse(good.bearsOut(6, "rfc1149", "IP over dead carrier pigeon"));
        assertFalse(good.bearsOut(6, "rfc1149", "IP over carrier pigeons"));
        assertFalse(good.bearsOut(6, "carrier", "pigeon"));
        assertFalse(good.bearsOut(17, "rfc1149", "IP over carrier pigeon"));
        for (String wrong : List.of("[TLS]", "{not: [x]}", "{any: ['']}", "{any: [x], transport: icmp}", "{some: x}")) {
            assertTrue(
                    !broken(GOOD.replace("category: other", "category: other\nregistered-text: " + wrong))
                            .errors()
                            .isEmpty(),
                    wrong);
        }
    }

    @Test
    void aFolderWithoutRulesIsAnError() throws Exception {
        Files.writeString(folder.resolve("good.yml"), GOOD);
        InvalidRulesException refused = assertThrows(InvalidRulesException.class, this::rules);
        assertEquals(2, refused.errors().size(), refused.errors().toString());
    }

    @Test
    void provesThatAnExampleIsWrong() throws Exception {
        Files.writeString(folder.resolve("good.yaml"), GOOD.replace("'GOOD' 03 00", "'GOOD' 01 00"));
        List<String> failures = failures();
        assertEquals(1, failures.size());
        assertTrue(failures.get(0).contains("good/start") && failures.get(0).contains("must not match"));
    }

    @Test
    void seesARivalThatClaimsAnExample() throws Exception {
        Files.writeString(folder.resolve("good.yaml"), GOOD);
        Files.writeString(folder.resolve("rival.yaml"), GOOD.replace("id: good", "id: rival"));
        List<String> failures = failures();
        assertTrue(
                failures.stream().anyMatch(failure -> failure.contains("claimed by rival/start")), failures.toString());
    }
}
