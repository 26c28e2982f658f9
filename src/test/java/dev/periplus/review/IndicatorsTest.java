package dev.periplus.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.review.Indicator.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndicatorsTest {
    private static final String HASH = "ab".repeat(32);

    @TempDir
    Path folder;

    private List<Indicator> read(String text) throws IOException {
        return IndicatorFile.read(Files.writeString(folder.resolve("list"), text));
    }

    private List<String> values(String text) throws IOException {
        return read(text).stream().map(one -> one.kind() + " " + one.value()).toList();
    }

    @Test
    void aLineHoldsOneOfEachKind() throws IOException {
        assertEquals(
                List.of(
                        "ADDRESS 192.0.2.9",
                        "NETWORK 2001:db8::/32",
                        "NAME evil.example",
                        "DOMAIN evil.example",
                        "NAME bad.example",
                        "JA3 1089ea6f0461a29006cc96dfe7a11d80",
                        "JA4 t13d1516h2_8daaf6152771_b186095e22b6",
                        "SHA256 " + HASH),
                values("# list\n192.0.2.9:443\n2001:db8::/32\nEvil[.]example\n*.evil.example\nhxxps://bad.example/x\n"
                        + "1089ea6f0461a29006cc96dfe7a11d80\nt13d1516h2_8daaf6152771_b186095e22b6\n" + HASH + "\n"));
    }

    @Test
    void theFirstFittingColumnOfCsvIsTheIndicatorAndTheOthersAreItsNote() throws IOException {
        Indicator one = read("kind,value,note\nip,\"192.0.2.9\",C2 of X\n").get(0);
        assertEquals(new Indicator(Kind.ADDRESS, "192.0.2.9", "list:2", "ip, C2 of X"), one);
    }

    @Test
    void stixPatternsAndObservablesAreRead() throws IOException {
        assertEquals(
                List.of("ADDRESS 192.0.2.9", "NAME evil.example", "SHA256 " + HASH, "ADDRESS 192.0.2.8"),
                values("{\"type\":\"bundle\",\"objects\":[{\"type\":\"indicator\",\"id\":\"indicator--1\",\"pattern\":"
                        + "\"[ipv4-addr:value = '192.0.2.9' OR domain-name:value='evil.example']"
                        + " AND [file:hashes.'SHA-256' = '" + HASH + "']\"},"
                        + "{\"type\":\"ipv4-addr\",\"value\":\"192.0.2.8\"}]}"));
    }

    @Test
    void attributesOfMispEventsAreRead() throws IOException {
        List<Indicator> read = read("{\"Event\":{\"info\":\"x\",\"Attribute\":[{\"uuid\":\"u1\",\"type\":\"domain|ip\","
                + "\"value\":\"evil.example|192.0.2.9\",\"comment\":\"C2\"}]}}");
        assertEquals(
                List.of(Kind.NAME, Kind.ADDRESS),
                read.stream().map(Indicator::kind).toList());
        assertEquals("list u1", read.get(0).source());
        assertEquals("C2", read.get(1).note());
    }

    @Test
    void listsWithoutIndicatorsAndDamagedOnesAreRefused() {
        assertThrows(IOException.class, () -> read("# nothing\nhello\n"));
        assertTrue(assertThrows(IOException.class, () -> read("{\"a\":"))
                .getMessage()
                .contains("damaged JSON"));
    }

    @Test
    void noTextMakesItFailOtherwise() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        String parts = "0123456789abcdef.:/[]{}\",'*-_\n value type pattern ";
        for (int round = 0; round < 3000; round++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "{" : "");
            for (int i = random.nextInt(80); i > 0; i--) {
                text.append(parts.charAt(random.nextInt(parts.length())));
            }
            try {
                Path list = Files.writeString(folder.resolve("list"), text);
                new Indicators().read(list);
            } catch (IOException e) {
                assertTrue(String.valueOf(e.getMessage()).contains("list"), "seed " + seed);
            }
        }
    }
}
