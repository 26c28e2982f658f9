package dev.periplus.report.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.periplus.answer.Standing;
import dev.periplus.answer.Verdict;
import dev.periplus.flow.FlowFixture;
import dev.periplus.report.Records;
import org.junit.jupiter.api.Test;

class SectionTest {
    @Test
    void aLabelGoesByItsStanding() {
        assertEquals(
                Section.CONFLICT,
                Section.of(labelled()
                        .registered("x", "X", Standing.NOT_AS_REGISTERED)
                        .made()));
        assertEquals(
                Section.AS_REGISTERED,
                Section.of(
                        labelled().registered("x", "X", Standing.AS_REGISTERED).made()));
        assertEquals(Section.UNREGISTERED, Section.of(labelled().made()));
    }

    @Test
    void anUnknownFlowGoesByTheClaimsOnItsPort() {
        Records claimed =
                unknown().registered("x", "X", Standing.REGISTERED_ONLY).users(Records.FRAMEHAWK);
        assertEquals(Section.CLAIMED, Section.of(claimed.made()));
        assertEquals(
                Section.UNKNOWN, Section.of(unknown().users(Records.FRAMEHAWK).made()));
        assertEquals(
                Section.UNKNOWN,
                Section.of(
                        unknown().registered("x", "X", Standing.REGISTERED_ONLY).made()));
    }

    @Test
    void whatSaidNothingComesLate() {
        assertEquals(
                Section.SILENT,
                Section.of(unknown().because(Verdict.Unknown.NO_PAYLOAD).made()));
        assertEquals(
                Section.SILENT,
                Section.of(unknown().because(Verdict.Unknown.UNANSWERED_PROBE).made()));
        assertEquals(
                Section.PORTLESS,
                Section.of(Records.of(Records.talk(FlowFixture.first(47, "10.0.0.1", 0, "10.0.0.2", 0)))
                        .made()));
    }

    private static Records labelled() {
        return Records.tcp("10.0.0.1", "10.0.0.2", 3251).label("ssh", 0.99);
    }

    private static Records unknown() {
        return Records.udp("10.0.0.1", "10.0.0.2", 3248);
    }
}
