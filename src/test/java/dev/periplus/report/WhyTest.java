package dev.periplus.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.periplus.answer.Evidence;
import dev.periplus.answer.Standing;
import dev.periplus.answer.Verdict;
import dev.periplus.decode.Packet;
import dev.periplus.decode.Tunnel;
import dev.periplus.flow.FlowFixture;
import dev.periplus.report.text.Section;
import java.util.List;
import org.junit.jupiter.api.Test;

class WhyTest {
    @Test
    void anUnknownFlowNamesTheRegistrantAsUnprovenAndTheKnownUserAsPossible() {
        String why = Why.of(Records.udp("10.0.0.1", "10.0.0.2", 3248)
                .registered("procos-lm", "PROCOS LM", Standing.REGISTERED_ONLY)
                .users(Records.FRAMEHAWK)
                .made());
        assertEquals("no rule matched; registered for PROCOS LM (unproven); Citrix Framehawk possible", why);
    }

    @Test
    void usersOfVeryManyPortsAreNamedOnlyWhereThereIsNobodyElse() {
        Records both = Records.udp("10.0.0.1", "10.0.0.2", 3248).users(Records.ANY_MEDIA, Records.FRAMEHAWK);
        assertEquals("no rule matched; Citrix Framehawk possible", Why.of(both.made()));
        Records broad = Records.udp("10.0.0.1", "10.0.0.2", 3248).users(Records.ANY_MEDIA);
        assertEquals("no rule matched; Any media possible", Why.of(broad.made()));
        broad.registered("procos-lm", "PROCOS LM", Standing.REGISTERED_ONLY);
        assertEquals(Section.UNKNOWN, Section.of(broad.made()));
    }

    @Test
    void evidenceAgainstAKnownUserIsSaid() {
        String why = Why.of(Records.udp("10.0.0.1", "10.0.0.2", 3248)
                .users(Records.FRAMEHAWK)
                .evidence(Evidence.of(Evidence.Kind.BEHAVIOUR, "framehawk", -5, "a trickle", "framehawk/shape"))
                .evidence(Evidence.of(
                        Evidence.Kind.ALLOCATION, "framehawk", -25, "lower ports are silent", "framehawk/allocation"))
                .made());
        assertEquals("no rule matched; Citrix Framehawk possible, but lower ports are silent", why);
    }

    @Test
    void theStrongestEvidenceForTheLabelCarriesIt() {
        String why = Why.of(Records.tcp("10.0.0.1", "10.0.0.2", 3251)
                .label("ssh", 0.99)
                .registered("sysscanner", "Sys Scanner", Standing.NOT_AS_REGISTERED)
                .evidence(Evidence.of(Evidence.Kind.DETECTOR, "ssh", 20, "key exchange", "ssh"))
                .evidence(Evidence.of(Evidence.Kind.DETECTOR, "ssh", 80, "identification string", "ssh"))
                .evidence(Evidence.of(Evidence.Kind.DETECTOR, "irc", 90, "not this one", "irc"))
                .made());
        assertEquals("identification string", why);
        assertFalse(why.contains("Sys Scanner"));
    }

    @Test
    void rivalsAreNamedWhereTheEvidenceIsAtOdds() {
        Verdict verdict = new Verdict(
                null,
                null,
                null,
                Verdict.Basis.NONE,
                0,
                Verdict.Unknown.CONTRADICTORY,
                List.of(new Verdict.Alternative("http", 0.41), new Verdict.Alternative("sip", 0.38)));
        String why =
                Why.of(Records.tcp("10.0.0.1", "10.0.0.2", 80).verdict(verdict).made());
        assertEquals("conflicting evidence: http 0.41, sip 0.38", why);
    }

    @Test
    void whatIsAroundAFlowIsSaid() {
        Packet first = FlowFixture.first(Packet.UDP, "10.0.0.1", 1, "10.0.0.2", 2);
        first.vlan = 100;
        first.tunnelKinds = Tunnel.GRE.ordinal() + 1;
        assertEquals(
                "no rule matched (in VLAN 100, gre)",
                Why.of(Records.of(Records.talk(first)).made()));
    }

    @Test
    void everyReasonHasWords() {
        for (Verdict.Unknown reason : Verdict.Unknown.values()) {
            assertFalse(Why.reason(reason).isBlank(), reason.id());
        }
    }
}
