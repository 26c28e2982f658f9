package dev.periplus.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TftpBlocksTest {
    private final Random random = new Random(3);
    private final byte[] file = FilesOf.program(3000, random);
    private final FilesOf files = new FilesOf((found, held) -> new TftpBlocks(found, "fw.exe"), random);

    private byte[] block(int number) {
        byte[] data = Arrays.copyOfRange(file, (number - 1) * 512, Math.min(file.length, number * 512));
        return FilesOf.join(new byte[] {0, 3, 0, (byte) number}, data);
    }

    @Test
    void blocksAreAFileAndThoseSentAgainCountOnce() {
        for (int number = 1; number <= 6; number++) {
            files.datagram(1, block(number)).datagram(0, new byte[] {0, 4, 0, (byte) number});
            files.datagram(1, block(Math.max(1, number - 1)));
        }
        assertEquals(FilesOf.sha256(file), files.file(0).sha256());
        assertTrue(files.file(0).isWhole());
    }

    @Test
    void aLostBlockIsMissing() {
        for (int number = 1; number <= 6; number++) {
            if (number != 3) {
                files.datagram(1, block(number));
            }
        }
        assertEquals(512, files.file(0).missing());
        assertEquals(file.length, files.file(0).size());
        assertNull(files.file(0).sha256());
    }
}
