package dev.periplus.flow;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.decode.ByteCursor;
import dev.periplus.decode.Packet;
import org.junit.jupiter.api.Test;

class SaidTest {
    private static final int FRAME_OFFSET = 54;

    /** Packets whose origin is remembered. */
    private static final int ORIGINS = 24;

    private final Said said = new Said();

    private void append(String text, long packet) {
        append(text, text.length(), packet);
    }

    private void append(String text, int wire, long packet) {
        said.append(text.getBytes(ISO_8859_1), 0, text.length(), wire, packet, FRAME_OFFSET);
    }

    private void datagram(String text, int wire, int frameOffset) {
        said.datagram(text.getBytes(ISO_8859_1), 0, text.length(), wire, 1, frameOffset);
    }

    private static String text(Said said) {
        return said.cursor(new ByteCursor()).latin1(said.length());
    }

    @Test
    void everyByteHasThePacketThatCarriedIt() {
        append("GET ", Packet.place(0, 7));
        append("/index", Packet.place(3, 1));
        assertEquals("GET /index", text(said));
        assertEquals(7, said.packetOf(3));
        assertEquals(0, said.captureOf(3));
        assertEquals(FRAME_OFFSET + 3, said.frameOffsetOf(3));
        assertEquals(1, said.packetOf(6));
        assertEquals(3, said.captureOf(6));
        assertEquals(FRAME_OFFSET + 2, said.frameOffsetOf(6));
    }

    @Test
    void theOriginOfLaterPacketsIsUnknown() {
        for (int packet = 1; packet <= ORIGINS + 6; packet++) {
            append("x", packet);
        }
        assertEquals(ORIGINS, said.packetOf(ORIGINS - 1));
        assertEquals(0, said.packetOf(ORIGINS));
        assertEquals(-1, said.frameOffsetOf(ORIGINS));
    }

    @Test
    void aByteWithoutAPlaceInAFrameStillHasAPacket() {
        datagram("reassembled", 11, -1);
        assertEquals(1, said.packetOf(4));
        assertEquals(-1, said.frameOffsetOf(4));
    }

    @Test
    void aMessageEndsWhereTheNextBegins() {
        for (String message : new String[] {"one", "three", "fifteen"}) {
            said.newMessage();
            append(message, 1);
        }
        assertEquals(3, said.messages());
        assertEquals(3, said.messageStart(2));
        assertEquals(8, said.messageEnd(2));
        assertEquals(15, said.messageEnd(3));
    }

    @Test
    void eightMessagesAreToldApartAndTheOthersCounted() {
        for (int i = 0; i < 10; i++) {
            said.newMessage();
            append("ab", 1);
        }
        assertEquals(10, said.messages());
        assertEquals(14, said.messageEnd(7));
        assertEquals(14, said.messageStart(8));
        assertEquals(20, said.messageEnd(8));
    }

    @Test
    void aDatagramReplacesTheOneBefore() {
        datagram("truncated", 900, FRAME_OFFSET);
        assertTrue(said.snapped());
        assertEquals(900, said.wireLength());
        datagram("whole", 5, FRAME_OFFSET);
        assertEquals("whole", text(said));
        assertEquals(5, said.wireLength());
        assertEquals(1, said.messages());
        assertFalse(said.snapped());
    }

    @Test
    void aStreamStaysTruncated() {
        append("abc", 10, 1);
        append("def", 2);
        assertTrue(said.snapped());
        assertEquals(6, said.length());
        assertEquals(13, said.wireLength());
    }

    @Test
    void whatIsCopiedFromAnotherKeepsItsOrigins() {
        for (int packet = 1; packet <= ORIGINS + 6; packet++) {
            append("ab", packet == 2 ? 3 : 2, packet);
        }
        Said copy = new Said();
        copy.append(said, 3, said.length() - 3);
        assertEquals(said.length() - 3, copy.length());
        assertTrue(copy.snapped());
        for (int offset = 0; offset < copy.length(); offset++) {
            assertEquals(said.bytes()[offset + 3], copy.bytes()[offset]);
            assertEquals(said.packetOf(offset + 3), copy.packetOf(offset), "offset " + offset);
        }
        assertEquals(FRAME_OFFSET + 1, copy.frameOffsetOf(0));
    }

    @Test
    void aClearedOneIsEmptyAndReleasesALargeBuffer() {
        said.startSeen();
        said.newMessage();
        append("x".repeat(10_000), 20_000, 1);
        said.clear();
        assertEquals("", text(said));
        assertEquals(0, said.wireLength());
        assertEquals(0, said.messages());
        assertEquals(0, said.packetOf(0));
        assertFalse(said.fromStart() || said.snapped());
        assertEquals(0, said.bytes().length);
    }
}
