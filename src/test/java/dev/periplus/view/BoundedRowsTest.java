package dev.periplus.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import org.junit.jupiter.api.Test;

class BoundedRowsTest {
    @Test
    void aRowIsMadeOnceAndFurtherKeysAreCounted() {
        BoundedRows<String, StringBuilder> rows = new BoundedRows<>(2);
        StringBuilder first = rows.row("b", StringBuilder::new);
        assertSame(first, rows.row("b", StringBuilder::new));
        rows.row("a", StringBuilder::new);
        assertEquals(0, rows.left());
        assertNull(rows.row("c", StringBuilder::new));
        assertNull(rows.row("c", StringBuilder::new));
        assertSame(first, rows.row("b", StringBuilder::new));
        assertEquals(2, rows.left());
        assertEquals(List.of("b", "a"), List.copyOf(rows.rows().keySet()));
    }
}
