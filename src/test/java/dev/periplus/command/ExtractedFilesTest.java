package dev.periplus.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ExtractedFilesTest {
    @Test
    void namesAreNoDevicesNoPathsAndNotLong() {
        assertEquals("flow1-1-CON", ExtractedFiles.safe("CON", 1, 1));
        assertEquals("flow1-1", ExtractedFiles.safe("", 1, 1));
        assertEquals("flow1-1-__", ExtractedFiles.safe("..", 1, 1));
        assertEquals(108, ExtractedFiles.safe("a".repeat(5000), 1, 1).length());
    }
}
