package dev.periplus.classify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.periplus.classify.Conversation.Turn;
import dev.periplus.decode.Packet;
import dev.periplus.engine.Knowledge;
import dev.periplus.rulefile.InvalidRulesException;
import dev.periplus.rulefile.RuleFolder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Datagrams of several protocols between the same ports are taken apart. */
class StrandsTest {
    private static final String STUN_REQUEST = "000100002112a4420102030405060708090a0b0c";
    private static final String STUN_REPLY = "0101000c2112a4420102030405060708090a0b0c002000080001b7a1c2d3e4f5";
    private static final String DNS_QUERY = "7dc1010000010000000000000161076578616d706c65036f72670000010001";
    private static final String DNS_REPLY =
            "7dc1818000010001000000000161076578616d706c65036f72670000010001c00c00010001000000780004c0000201";

    private final ClassifierFixture fixture;

    StrandsTest() throws InvalidRulesException {
        fixture = new ClassifierFixture(RuleFolder.read(
                Path.of("rules"), folder -> Knowledge.ruleLoader().add(folder).load()));
    }

    @Test
    void theProtocolWithTheMostPayloadGivesTheLabel() {
        List<Turn> turns = new ArrayList<>(stun());
        media(turns, 0, 40);
        assertEquals(List.of("rtp", "stun"), labels(turns));
    }

    @Test
    void aFewDatagramsOfAnotherProtocolDoNotChangeTheLabel() {
        List<Turn> turns = new ArrayList<>();
        media(turns, 0, 40);
        turns.addAll(stun());
        media(turns, 40, 40);
        assertEquals(List.of("rtp", "stun"), labels(turns));
    }

    @Test
    void whatFollowsOnTheSamePortsIsFoundLongAfterTheFirstWasSettled() {
        List<Turn> turns = new ArrayList<>(List.of(turn(true, DNS_QUERY), turn(false, DNS_REPLY)));
        turns.addAll(stun());
        media(turns, 0, 40);
        assertEquals(List.of("rtp", "dns", "stun"), labels(turns));
    }

    @Test
    void mediaInAChannelOfTurnIsFound() {
        List<Turn> turns = new ArrayList<>(stun());
        List<Turn> media = new ArrayList<>();
        media(media, 0, 20);
        for (Turn turn : media) {
            ByteBuffer channel = ByteBuffer.allocate(4 + turn.bytes().length);
            channel.putShort((short) 0x4001).putShort((short) turn.bytes().length);
            turns.add(new Turn(turn.byClient(), channel.put(turn.bytes()).array()));
        }
        assertEquals(List.of("rtp", "stun"), labels(turns));
    }

    @Test
    void aDatagramThatShowsNothingLeavesTheFirstProtocolAlone() {
        List<Turn> turns = new ArrayList<>(List.of(turn(true, DNS_QUERY), turn(false, DNS_REPLY)));
        for (int first = 0; first < 256; first += 16) {
            turns.add(turn(true, HexFormat.of().toHexDigits((byte) first) + "9bd1c3e7f5a1b8"));
        }
        assertEquals(List.of("dns"), labels(turns));
    }

    @Test
    void junkBeforeTheFirstMessageDoesNotHideIt() {
        byte[] junk = "junk, and nothing else".getBytes(StandardCharsets.US_ASCII);
        List<Turn> turns =
                List.of(new Turn(true, junk), new Turn(false, junk), turn(true, DNS_QUERY), turn(false, DNS_REPLY));
        assertEquals(List.of("dns"), labels(turns));
    }

    private List<String> labels(List<Turn> turns) {
        InspectionResult result =
                fixture.hear(new Conversation(Packet.UDP, turns), 40_000, 3251).result();
        List<String> labels = new ArrayList<>();
        for (InspectionResult at = result; at != null; at = at.inside()) {
            labels.add(at.label());
        }
        return labels;
    }

    private static List<Turn> stun() {
        return List.of(turn(true, STUN_REQUEST), turn(false, STUN_REPLY));
    }

    private static void media(List<Turn> turns, int from, int count) {
        for (int i = from; i < from + count; i++) {
            ByteBuffer packet = ByteBuffer.allocate(172);
            packet.put((byte) 0x80)
                    .put((byte) 0)
                    .putShort((short) (500 + i))
                    .putInt(160 * i)
                    .putInt(0xabcdef);
            turns.add(new Turn(i % 2 == 0, packet.array()));
        }
    }

    private static Turn turn(boolean byClient, String hex) {
        return new Turn(byClient, HexFormat.of().parseHex(hex));
    }
}
