package dev.periplus.geo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.address.Address;
import dev.periplus.answer.Place;
import dev.periplus.answer.Places;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where addresses are, by databases that may be damaged. */
class PlaceDatabasesTest {
    private static final String NET = "203.0.113.0/24";

    @TempDir
    Path folder;

    private Path countries() throws IOException {
        return new PlaceDatabase()
                .with(NET, Map.of("country", Map.of("iso_code", "DE")))
                .with("198.51.100.0/24", Map.of("country_code", "FR", "asn", "AS64501", "as_name", "Exemple"))
                .write(folder.resolve("country.mmdb"));
    }

    private Path systems() throws IOException {
        return new PlaceDatabase()
                .with(
                        NET,
                        Map.of(
                                "autonomous_system_number",
                                64500,
                                "autonomous_system_organization",
                                "Evil\u001b[31m Hosting"))
                .write(folder.resolve("asn.mmdb"));
    }

    private static @Nullable Place place(Places places, String address) {
        return places.of(Objects.requireNonNull(Address.parse(address)));
    }

    @Test
    void severalDatabasesAddUpAndTheirTextIsPrintable() throws IOException {
        Places places = PlaceDatabases.open(List.of(countries(), systems()));
        assertEquals(new Place("DE", 64500, "Evil\\x1b[31m Hosting"), place(places, "203.0.113.7"));
        assertEquals(new Place("FR", 64501, "Exemple"), place(places, "198.51.100.1"));
        assertNull(place(places, "10.0.0.1"));
        assertNull(place(places, "2001:db8::1"));
        assertNull(place(places, "02:00:00:00:00:01"));
    }

    @Test
    void aFileThatIsNoDatabaseIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("x.mmdb"), "no database");
        IOException e = assertThrows(IOException.class, () -> PlaceDatabases.open(List.of(file)));
        assertEquals(file + " is no database of places in MaxMind's format (.mmdb)", e.getMessage());
        Path missing = folder.resolve("missing.mmdb");
        assertThrows(NoSuchFileException.class, () -> PlaceDatabases.open(List.of(missing)));
    }

    @Test
    void damageThatShowsLateIsNamedAndTheOtherDatabasesGoOn() throws IOException {
        byte[] bytes = Files.readAllBytes(countries());
        for (int i = 0; i < bytes.length - 2; i++) {
            if (bytes[i] == 'i' && bytes[i + 1] == 's' && bytes[i + 2] == 'o') {
                bytes[i + 8] = (byte) 0xff;
            }
        }
        Path file = Files.write(folder.resolve("late.mmdb"), bytes);
        Places places = PlaceDatabases.open(List.of(file, systems()));
        assertEquals(64500, Objects.requireNonNull(place(places, "203.0.113.7")).system());
        assertEquals(List.of(file.toString()), places.damaged());
    }

    @Test
    void damageIsOneSentenceAndNeverMore() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] whole = Files.readAllBytes(countries());
        int refused = 0;
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = Arrays.copyOf(whole, random.nextInt(8) == 0 ? random.nextInt(whole.length) : whole.length);
            for (int hit = 0; hit < 1 + random.nextInt(4) && bytes.length > 0; hit++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            Path file = Files.write(folder.resolve("damaged.mmdb"), bytes);
            try {
                Places places = PlaceDatabases.open(List.of(file));
                place(places, "203.0.113.7");
                place(places, "198.51.100.1");
                assertTrue(places.damaged().size() <= 1, "seed " + seed);
            } catch (IOException e) {
                refused++;
                assertTrue(e.getMessage().startsWith(file + " is "), () -> "seed " + seed + ": " + e.getMessage());
            }
        }
        assertTrue(refused > 100, "seed " + seed + ": " + refused);
    }
}
