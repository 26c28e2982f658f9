package dev.periplus.rulefile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackTest {
    @TempDir
    Path folder;

    @Test
    void isReadInTheOrderInWhichItWasWritten() throws IOException {
        HashedNames.Builder names = new HashedNames.Builder();
        List<String> all = new ArrayList<>(List.of("Aa", "BB", "")); // two with one hash
        for (int i = all.size(); i < 100; i++) {
            all.add("name-" + i);
        }
        for (int i = 0; i < all.size(); i++) {
            names.add(all.get(i), i);
        }
        PackWriter out = new PackWriter();
        out.text("\u00e9");
        out.names(names);
        out.integers(List.of(-1, 7));
        out.things(all, (name, to) -> to.writeUTF(name));
        out.integers(List.of());
        Path file = folder.resolve("a.pack");
        out.to(file);

        PackReader in = PackReader.of("a.pack", Files.readAllBytes(file));
        assertEquals("\u00e9", in.text());
        HashedNames table = in.names();
        assertArrayEquals(new int[] {-1, 7}, in.integers());
        List<String> things = in.things((number, from) -> from.readUTF());
        assertArrayEquals(new int[0], in.integers());
        assertEquals(all, things);
        assertSame(things.get(5), things.get(5));
        for (int i = 0; i < all.size(); i++) {
            assertEquals(
                    i,
                    table.find(all.get(i), (number, name) -> things.get(number).equals(name)));
        }
        assertEquals(-1, table.find("C#", (number, name) -> things.get(number).equals(name))); // that hash again
    }

    @Test
    void aTableWithoutNamesFindsNothing() throws IOException {
        PackWriter out = new PackWriter();
        out.names(new HashedNames.Builder());
        Path file = folder.resolve("empty.pack");
        out.to(file);
        HashedNames none = PackReader.of("empty.pack", Files.readAllBytes(file)).names();
        assertEquals(-1, none.find("a", (number, name) -> true));
    }

    @Test
    void aPackOfAnotherFormIsRefused() {
        assertThrows(IllegalStateException.class, () -> PackReader.of("old.pack", new byte[64]));
    }
}
