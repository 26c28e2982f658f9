package dev.periplus.draft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.rule.RuleLoader;
import dev.periplus.rule.RuleSet;
import dev.periplus.rule.RuleTrial;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DraftingTest {
    private final RuleSet rules = packaged();

    private static RuleSet packaged() {
        return new RuleLoader().packaged().load();
    }

    private Draft draft(Sample... samples) {
        return new Drafting(rules).draft(new Group(List.of(samples)));
    }

    private static List<String> conditions(Draft draft) {
        String text = String.valueOf(draft.text());
        return text.substring(text.indexOf("when:"), text.indexOf("matches:"))
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith("- "))
                .map(line -> line.substring(2))
                .toList();
    }

    @Test
    void constantBytesBecomeConditions() {
        Draft draft = draft(
                Talk.udp(Talk.hex("c3 f1 81 00 11 22 9e"), null), Talk.udp(Talk.hex("c3 f1 81 00 33 44 9e"), null));
        assertEquals(List.of("bytes[0] == c3 f1 81 00", "bytes[6] == 9e"), conditions(draft));
        String picture = draft.about().get(2);
        assertTrue(picture.startsWith("    0000  c3 f1 81 00 ?? ?? 9e ") && picture.endsWith(" ....??."), picture);
    }

    @Test
    void aLengthFieldIsFoundInEitherByteOrderAndIsNoConstant() {
        Draft draft = draft(
                Talk.udp(Talk.hex("c3f1 0a000000 01 02 03 04"), null),
                Talk.udp(Talk.hex("c3f1 0c000000 11 12 13 14 15 16"), null),
                Talk.udp(Talk.hex("c3f1 0d000000 21 22 23 24 25 26 27"), null));
        assertEquals(List.of("bytes[0] == c3 f1", "bytes[4] == 00 00", "u16le[2] == length"), conditions(draft));
        assertTrue(String.join("\n", draft.about()).contains("so is u32le[2]"));
    }

    @Test
    void anAnswerThatRepeatsANumberOrCountsOnIsTiedToTheQuestion() {
        Draft repeats = draft(
                Talk.udp(Talk.hex("c3f1 11 2233 01"), Talk.hex("c3f2 2233")),
                Talk.udp(Talk.hex("c3f1 12 4477 02"), Talk.hex("c3f2 4477")));
        assertTrue(conditions(repeats).contains("u16[2] == request.u16[3]"), repeats.text());
        Draft counts = draft(
                Talk.udp(Talk.hex("c3f1 00ff"), Talk.hex("c3f2 0100")),
                Talk.udp(Talk.hex("c3f1 2345"), Talk.hex("c3f2 2346")));
        assertTrue(conditions(counts).contains("u16[2] == request.u16[2] + 1"), counts.text());
        assertTrue(counts.replyWeight() > 0);
    }

    @Test
    void aByteOfFewValuesIsOneOfThem() {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            samples.add(Talk.udp(new byte[] {(byte) 0xc3, (byte) 0xf1, (byte) (i % 3 + 5), (byte) (i * 17)}, null));
        }
        Draft draft = draft(samples.toArray(Sample[]::new));
        assertEquals(List.of("bytes[0] == c3 f1", "u8[2] in {5, 6, 7}", "length == 4"), conditions(draft));
    }

    @Test
    void whereOnlyTheAnswerIsConstantTheRuleIsAboutTheAnswer() {
        Draft draft = draft(
                Talk.udp(Talk.hex("11 22 33"), Talk.hex("c3f1 8100 01")),
                Talk.udp(Talk.hex("44 55 66"), Talk.hex("c3f1 8100 22")));
        assertEquals(List.of("bytes[0] == c3 f1 81 00"), conditions(draft));
        assertTrue(String.valueOf(draft.text()).contains("from: server"), draft.text());
    }

    @Test
    void whereNothingIsConstantThereIsNoRule() {
        Draft draft = draft(Talk.udp(Talk.hex("11 22 33"), null), Talk.udp(Talk.hex("44 55 66"), null));
        assertNull(draft.text());
        assertEquals(1, draft.problems().size());
    }

    @Test
    void anExampleThatAKnownRuleClaimsIsNotDrafted() {
        Draft draft = draft(Talk.udp(Talk.ascii("TS3INIT1"), null), Talk.udp(Talk.ascii("TS3INIT1 and more"), null));
        assertNull(draft.text(), draft.text());
        assertTrue(
                draft.problems().toString().contains("is also claimed by teamspeak/init"),
                draft.problems().toString());
    }

    @Test
    void messagesThatWereCutSayNothingOfTheirLength() {
        Draft draft = draft(
                Talk.sample(Talk.UDP, true, new Utterance(Talk.hex("c3f18100 05 99"), 5, false), null),
                Talk.sample(Talk.UDP, true, new Utterance(Talk.hex("c3f18100 07 98"), 7, false), null));
        assertEquals(List.of("bytes[0] == c3 f1 81 00"), conditions(draft));
    }

    @Test
    void idsOfKnownLabelsAndEarlierDraftsAreNotUsedAgain() {
        Drafting drafting = new Drafting(rules);
        Group first =
                new Group(List.of(Talk.udp(Talk.hex("c3f18100 01"), null), Talk.udp(Talk.hex("c3f18100 02"), null)));
        Group second =
                new Group(List.of(Talk.udp(Talk.hex("d3f19177 01"), null), Talk.udp(Talk.hex("d3f19177 02"), null)));
        assertEquals("draft-1", drafting.draft(first).id());
        assertEquals("draft-2", drafting.draft(second).id());
    }

    @Test
    void whateverTheFlowsSayEveryDraftProvesItsExamples() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int drafted = 0;
        for (int round = 0; round < 300; round++) {
            Draft draft = new Drafting(rules).draft(new Group(samples(random)));
            String text = draft.text();
            if (text == null) {
                assertTrue(!draft.problems().isEmpty(), "seed " + seed);
            } else {
                drafted++;
                assertEquals(
                        List.of(), new RuleTrial(rules).add(draft.id(), text).failures(), "seed " + seed + "\n" + text);
                assertTrue(draft.weight() > 0, "seed " + seed);
            }
        }
        assertTrue(drafted > 50, drafted + " drafts, seed " + seed);
    }

    /** Flows with much in common, of all lengths, truncated and complete. */
    private static List<Sample> samples(Random random) {
        List<Sample> samples = new ArrayList<>();
        byte[] base = new byte[700];
        byte[] answerBase = new byte[700];
        random.nextBytes(base);
        random.nextBytes(answerBase);
        boolean text = random.nextInt(4) == 0;
        int variety = random.nextInt(5);
        int count = 1 + random.nextInt(20);
        for (int i = 0; i < count; i++) {
            Utterance answer = random.nextInt(4) == 0 ? null : said(random, answerBase, variety, text);
            samples.add(Talk.sample(6, random.nextBoolean(), said(random, base, variety, text), answer));
        }
        return samples;
    }

    private static Utterance said(Random random, byte[] base, int variety, boolean text) {
        int length = 1 + random.nextInt(random.nextBoolean() ? 12 : 700);
        byte[] bytes = Arrays.copyOf(base, length);
        for (int i = 0; i < variety; i++) {
            bytes[random.nextInt(Math.min(8, length))] = (byte) random.nextInt(text ? 3 : 256);
        }
        for (int i = 0; text && i < length; i++) {
            bytes[i] = (byte) (0x20 + (bytes[i] & 0x3f));
        }
        if (length > 5 && variety > 2) {
            bytes[4] = (byte) (length >> 8);
            bytes[5] = (byte) length;
        }
        int kept = Math.min(512, length);
        return new Utterance(Arrays.copyOf(bytes, kept), length, random.nextInt(10) > 0);
    }
}
