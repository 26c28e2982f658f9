package dev.periplus.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.engine.Knowledge;
import dev.periplus.rulefile.InvalidRulesException;
import dev.periplus.rulefile.RuleFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServicesTest {
    @TempDir
    Path folder;

    private static Service service(String id, List<String> suffixes, List<String> names) {
        return new Service(id, id, "web", suffixes, names, List.of(id + " Device CA"), List.of(), List.of());
    }

    private final Services services = new Services(List.of(
            service("example", List.of("example.com", "example.net"), List.of()),
            service("films", List.of("films.example.com"), List.of("push.example.com"))));

    private String of(String host) {
        Service service = services.of(host);
        return service == null ? null : service.id();
    }

    @Test
    void theLongestSuffixWins() {
        assertEquals("example", of("example.com"));
        assertEquals("example", of("www.example.net"));
        assertEquals("films", of("a.b.films.example.com"));
        assertEquals("films", of("push.example.com"));
        assertEquals("example", of("x.push.example.com"));
    }

    @Test
    void aSuffixEndsAtADot() {
        assertNull(of("notexample.com"));
        assertNull(of("example.com.evil.org"));
        assertNull(of("com"));
        assertNull(of(""));
        assertNull(of("..."));
    }

    @Test
    void caseAFinalDotAndPortsDoNotMatter() {
        assertEquals("example", of("WWW.Example.COM."));
        assertEquals("example", of("www.example.com:8443"));
    }

    @Test
    void questionsAreKnownByTheirFirstLabelAndTokensAsAWhole() {
        Services tools = new Services(List.of(new Service(
                "tool", "Tool", "malware", List.of(), List.of(), List.of(), List.of("tool"), List.of("tool-v3"))));
        assertEquals("tool", tools.ofQuestion("Tool.4a6f.example.com").id());
        assertNull(tools.ofQuestion("www.tool.example.com"));
        assertNull(tools.ofQuestion("tool"));
        assertNull(tools.of("tool.4a6f.example.com"));
        assertEquals("tool", tools.ofToken("tool-v3").id());
        assertNull(tools.ofToken("tool-v33"));
        assertEquals("films", services.ofQuestion("push.example.com").id());
    }

    @Test
    void namesInCertificatesAreComparedWhole() {
        assertEquals("films", services.ofCertificate("films Device CA").id());
        assertNull(services.ofCertificate("films Device CA 2"));
        assertNull(services.ofCertificate("example.com"));
    }

    @Test
    void everyErrorIsFoundAtOnce() throws Exception {
        Path names = Files.createDirectories(folder.resolve("services"));
        Files.writeString(
                names.resolve("a.yaml"),
                "id: b\nname: A\ncategory: nothing\nsuffixes: [com, 'A.example', '-x.example']\nreferences: [x]\n");
        Files.writeString(
                names.resolve("c.yaml"), "id: c\nname: C\ncategory: web\nsuffixes: [c.example]\nreferences: [x]\n");
        Files.writeString(
                names.resolve("d.yaml"),
                "id: d\nname: D\ncategory: web\nsuffixes: [c.example]\nreferences: [x]\ncertificates: [C CA]\n");
        Files.writeString(
                names.resolve("e.yaml"), "id: e\nname: E\ncategory: web\ncertificates: [C CA]\nreferences: [x]\n");
        InvalidRulesException refused = assertThrows(
                InvalidRulesException.class,
                () -> RuleFolder.read(
                        folder, own -> Knowledge.ruleLoader().add(own).load()));
        String errors = refused.errors().toString();
        assertTrue(errors.contains("differs from the file name"), errors);
        assertTrue(errors.contains("unknown category"), errors);
        assertTrue(errors.contains("'com' is not a host name") && errors.contains("'A.example'"), errors);
        assertTrue(errors.contains("'c.example' is already in c.yaml"), errors);
        assertTrue(errors.contains("'C CA' is already in d.yaml"), errors);
    }

    @Test
    void packagedServicesAreThoseOfTheFolder() throws Exception {
        Services packaged = new RuleLoader().packaged().load().services();
        RuleSet own = RuleFolder.read(
                Path.of("rules"), folder -> Knowledge.ruleLoader().add(folder).load());
        Services written = own.services();
        assertTrue(written.all().size() > 250);
        assertEquals(List.copyOf(written.all()), List.copyOf(packaged.all()));
    }
}
