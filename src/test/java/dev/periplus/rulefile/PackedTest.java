package dev.periplus.rulefile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackedTest {
    @TempDir
    Path folder;

    @Test
    void textsComeBackAsTheyWere() throws IOException {
        List<String> texts = List.of("", "a", "\u00e9\u4e16\n");
        Path pack = folder.resolve("new/texts.pack");
        Packed.file(pack, out -> Packed.write(out, texts));
        try (DataInputStream in = new DataInputStream(Files.newInputStream(pack))) {
            assertEquals(texts, Packed.read(in));
            assertEquals(-1, in.read());
        }
    }

    @Test
    void filesOfTheJarAreThoseOfTheFolder() throws IOException {
        for (RuleFile file : List.of(RuleFile.PROCESSES, RuleFile.FINDINGS, RuleFile.FINGERPRINTS, RuleFile.REGISTRY)) {
            assertArrayEquals(Files.readAllBytes(Path.of("rules").resolve(file.path())), Packed.bytes(file.resource()));
        }
    }

    @Test
    void whatTheJarLacksEndsTheProgram() {
        assertThrows(IllegalStateException.class, () -> Packed.bytes("/rules/none"));
        assertThrows(IllegalStateException.class, () -> PackReader.resource("/rules/none.pack"));
    }
}
