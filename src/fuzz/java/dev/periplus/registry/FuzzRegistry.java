package dev.periplus.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.periplus.fuzz.FuzzInput;
import dev.periplus.fuzz.FuzzSeed;
import dev.periplus.fuzz.Must;
import dev.periplus.rulefile.RuleError;
import dev.periplus.rulefile.Yaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Copies of the port registry (CSV, XML, JSON), tables made from them, and lists of known users, of any bytes. A copy is
 * read or refused with {@link RegistryFormatException}; the table that is made of it has no faults and holds all its
 * entries; sentences are printable.
 */
public final class FuzzRegistry {
    private static final int COPY = 0;
    private static final int TABLE = 1;
    private static final int KINDS = 3;
    private static final String TITLES = "Service Name,Port Number,Transport Protocol,Description,Assignee,Contact,"
            + "Registration Date,Modification Date,Reference,Service Code,Unauthorized Use Reported,Assignment Notes\n";

    private FuzzRegistry() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        FuzzInput input = new FuzzInput(bytes);
        switch (input.below(KINDS)) {
            case COPY -> copy(input.rest());
            case TABLE -> table(input.rest());
            default -> users(input.rest());
        }
    }

    private static void copy(byte[] bytes) {
        RegistryImport read;
        try {
            read = RegistryImport.read(List.of(Must.file(bytes)));
        } catch (RegistryFormatException refused) {
            Must.bePrintable(String.valueOf(refused.getMessage()), "");
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        read.faults().forEach(fault -> Must.bePrintable(fault, ""));
        read.summary().forEach(line -> Must.bePrintable(line, ""));
        Must.hold(read.size() > 0, "entries");
        byte[] table = read.table(List.of()).getBytes(UTF_8);
        Must.equal(List.of(), RegistryCheck.faults("table", table), "its own table has faults");
        PortRegistry registry = PortRegistry.of(new String(table, UTF_8));
        read.entries().forEach(entry -> Must.hold(registry.at(entry.from()).contains(entry), "an entry is lost"));
    }

    private static void table(byte[] bytes) {
        List<RuleError> faults = RegistryCheck.faults("table", bytes);
        faults.forEach(fault -> Must.bePrintable(fault.toString(), ""));
        if (faults.isEmpty()) {
            PortRegistry registry = PortRegistry.of(new String(bytes, UTF_8));
            registry.about();
            registry.services();
            for (int port = 0; port < 0x10000; port += 0x3f) {
                registry.at(port);
            }
        }
    }

    private static void users(byte[] bytes) {
        List<RuleError> errors = new ArrayList<>();
        Yaml yaml = new Yaml("ranges.yaml", FuzzInput.text(bytes), errors);
        yaml.byId(new KnownUserReader(yaml));
        errors.forEach(error -> Must.bePrintable(error.toString(), ""));
    }

    public static List<byte[]> seeds() {
        String csv = TITLES + "http,80,tcp,\"Web, \"\"the\"\"\nWorld Wide\",[A_Person],[A_Person],1990-01,,,,,\r\n"
                + "active-net,3322-3325,,Active Networks,[B],[B],,,,,,\n,2428,udp,Reserved,,,,,,,,\n";
        String xml = "<?xml version='1.0' encoding='UTF-8'?>\n"
                + "<registry xmlns=\"http://www.iana.org/assignments\" id=\"service-names-port-numbers\">\n"
                + "<title>Ports</title><updated>2026-08-17</updated>\n<record date=\"2002-02\" updated=\"2010-01-01\">"
                + "<name>x11</name><protocol>tcp</protocol><description>X Window<br/>\nSystem</description>"
                + "<number>6000-6063</number><unauthorized>Known use\n</unauthorized></record></registry>";
        String map = "{\"80/tcp\": [\"www-http\", \"Web\"], \"631/udp\": [\"ipp\", \"IPP\"]}";
        String list = "[{\"ServiceName\": \"flex-lm\", \"PortNumber\": \"27000-27009\", \"TransportProtocol\": \"tcp\","
                + " \"Description\": \"FlexLM\", \"KnownUnauthorizedUses\": \"Known\", \"More\": [1, {\"a\": null}]}]";
        List<byte[]> seeds = new ArrayList<>();
        for (String copy : List.of(csv, xml, map, list)) {
            byte[] bytes = copy.getBytes(UTF_8);
            seeds.add(new FuzzSeed().u8(COPY).rest(bytes).bytes());
            try {
                String table = RegistryImport.read(List.of(Must.file(bytes))).table(List.of("a note"));
                seeds.add(new FuzzSeed().u8(TABLE).rest(table.getBytes(UTF_8)).bytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        for (byte[] users : FuzzSeed.files(Path.of("rules"), "ranges.yaml", 1 << 20)) {
            for (String entry : new String(users, UTF_8).split("(?m)^(?=- id:)")) {
                seeds.add(new FuzzSeed().u8(2).rest(entry.getBytes(UTF_8)).bytes());
            }
        }
        return seeds;
    }
}
