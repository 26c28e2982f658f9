package dev.periplus.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.periplus.classify.Announcer;
import dev.periplus.rule.Protocol;
import dev.periplus.rule.RuleLoader;
import dev.periplus.rule.RuleSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AnnouncersTest {
    private final RuleSet rules;

    AnnouncersTest() {
        rules = new RuleLoader().packaged().load();
    }

    @Test
    void everyAnnouncerIsUsedByARuleAndEveryWordHasOne() {
        Set<String> words = rules.protocols().stream()
                .map(Protocol::announces)
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> names = Detectors.announcers().stream().map(Announcer::name).collect(Collectors.toSet());
        assertEquals(new TreeSet<>(names), words);
    }

    @Test
    void everyLabelAnnouncedHasARule() {
        for (String label : List.of(
                "ftp-data",
                "tftp",
                "rtp",
                "rtcp",
                "t38",
                "msrp",
                "bfcp",
                "mrcpv2",
                "tls",
                "dtls",
                "nfs",
                "mount",
                "sunrpc",
                "dcerpc",
                "stun",
                "bittorrent",
                "h245")) {
            assertNotNull(rules.protocol(label), label);
        }
    }
}
