package dev.periplus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.geo.PlaceDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Countries and networks of addresses, where the user asks for them. */
class PlacesTest {
    private static final String SSH = "captures/ssh-on-3251.pcap";

    @TempDir
    Path folder;

    private String database;

    @BeforeEach
    void write() throws IOException {
        database = new PlaceDatabase()
                .with(
                        "10.3.0.0/24",
                        Map.of(
                                "country",
                                Map.of("iso_code", "CH"),
                                "autonomous_system_number",
                                64500,
                                "autonomous_system_organization",
                                "Example Net"))
                .write(folder.resolve("places.mmdb"))
                .toString();
    }

    @Test
    void recordsFiltersHostsAndFindingsHaveThem() {
        Run json =
                Run.of(SSH, "--geo", database, "-o", "json", "-Y", "geo.server_country==CH && geo.client_as==AS64500");
        Map<String, Object> metadata = Run.object(json.records().get(0), "metadata");
        assertEquals("Example Net", Run.object(metadata, "geo").get("server_organisation"));
        assertTrue(Run.of(SSH, "--geo", database, "-o", "hosts").out().contains("CH, AS64500 Example Net"));
        assertTrue(Run.of("explain", "10.3.0.9", SSH, "--geo", database).out().contains("in CH, AS64500 Example Net"));
        Run review = Run.of("review", "--state", folder.resolve("s").toString(), SSH, "--geo", database);
        assertTrue(review.out().contains("10.3.0.9 is in CH, AS64500 Example Net"), review.out());
    }

    @Test
    void nothingIsSaidOfPlacesUnlessAsked() {
        assertFalse(Run.of(SSH, "-o", "json").out().contains("geo"));
    }

    @Test
    void aFileThatIsNoDatabaseIsOneSentence() throws IOException {
        Path file = Files.writeString(folder.resolve("x.mmdb"), "none");
        Run run = Run.of(SSH, "--geo", file.toString());
        assertEquals(Exit.UNREADABLE, run.status());
        assertEquals("periplus: " + file + " is no database of places in MaxMind's format (.mmdb)\n", run.err());
        Run missing = Run.of(SSH, "--geo", folder.resolve("missing.mmdb").toString());
        assertEquals(Exit.UNREADABLE, missing.status());
    }
}
