package dev.periplus.flow;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.decode.Packet;
import org.junit.jupiter.api.Test;

class InsideTest {
    private final ExchangeFixture outer = new ExchangeFixture(false, Packet.TCP, Flow.Direction.UNKNOWN);
    private final Flow flow = outer.flow();

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    private static String text(Said said) {
        return new String(said.bytes(), 0, said.length(), ISO_8859_1);
    }

    @Test
    void takesWhatEitherSideSaysFromItsOffsetOn() {
        outer.client(bytes("CONNECT")).server(bytes("OK"));
        Inside inside = new Inside(outer, 7, 2);
        assertFalse(inside.grow(outer, 0));
        outer.client(bytes("hello"));
        assertTrue(inside.grow(outer, 0));
        assertEquals(Role.CLIENT, inside.speaker());
        assertEquals("hello", text(inside.said(Role.CLIENT)));
        assertEquals(0, inside.said(Role.SERVER).length());
    }

    @Test
    void sidesKeepTheirBytesWhereTheDirectionTurns() {
        outer.client(bytes("CONNECT a")).server(bytes("OK b"));
        Inside inside = new Inside(outer, 8, 3);
        inside.grow(outer, 0);
        inside.grow(outer, 1);
        flow.serverIs(0);
        outer.speak(flow.role(0), bytes("aa"), 2);
        assertTrue(inside.grow(outer, 0));
        assertEquals(Role.SERVER, inside.speaker());
        assertEquals("aaa", text(inside.said(Role.SERVER)));
        assertEquals("b", text(inside.said(Role.CLIENT)));
    }

    @Test
    void turnsAreMessagesAndBytesKeepTheirPackets() {
        outer.client(bytes("CONNECT ")).server(bytes("OK "));
        Inside inside = new Inside(outer, 8, 3);
        outer.client(bytes("one"));
        inside.grow(outer, 0);
        outer.client(bytes(" more"));
        inside.grow(outer, 0);
        outer.server(bytes("reply"));
        inside.grow(outer, 1);
        outer.client(bytes("two"));
        inside.grow(outer, 0);
        Said client = inside.said(0);
        assertEquals("one moretwo", text(client));
        assertEquals(2, client.messages());
        assertEquals(8, client.messageStart(2));
        assertEquals(4, inside.packets());
        assertEquals(3, client.packetOf(0));
        assertEquals(6, client.packetOf(8));
        assertEquals(ExchangeFixture.FRAME_OFFSET + 1, client.frameOffsetOf(9));
    }

    @Test
    void itsBytesAreCounted() {
        outer.client(bytes("CONNECT "));
        Inside inside = new Inside(outer, 8, 0);
        assertEquals(0, inside.bytes());
        outer.client(new byte[3000]);
        inside.grow(outer, 0);
        assertTrue(inside.bytes() >= 3000);
    }

    @Test
    void datagramsAreCopiedOneByOne() {
        ExchangeFixture datagrams = new ExchangeFixture(true);
        datagrams.client(bytes("first")).client(bytes("second"));
        Inside inside = new Inside(datagrams, 1, 0);
        assertTrue(inside.datagrams());
        assertTrue(inside.grow(datagrams, 0));
        assertFalse(inside.grow(datagrams, 0));
        assertFalse(inside.grow(datagrams, 1));
        assertEquals("second", text(inside.said(0)));
        assertEquals(2, inside.said(0).packetOf(0));
        assertEquals(1, inside.said(0).count());
    }

    @Test
    void growsOnlyWhenThereIsMore() {
        outer.client(bytes("CONNECT payload"));
        Inside inside = new Inside(outer, 8, 0);
        assertTrue(inside.grow(outer, 0));
        assertFalse(inside.grow(outer, 0));
        assertFalse(inside.grow(outer, 1));
        assertTrue(inside.said(0).fromStart());
        assertEquals(0, inside.speakingSide());
    }

    @Test
    void truncationOfTheOuterStreamShows() {
        outer.client(bytes("CONNECT "));
        Inside inside = new Inside(outer, 8, 0);
        outer.speak(Role.CLIENT, bytes("pay"), 100);
        inside.grow(outer, 0);
        assertTrue(inside.said(0).snapped());
    }
}
