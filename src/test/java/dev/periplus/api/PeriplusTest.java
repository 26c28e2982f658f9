package dev.periplus.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeriplusTest {
    private static final Path SSH = Path.of("captures/ssh-on-3251.pcap");
    private static final Path FRAMEHAWK = Path.of("captures/framehawk-xenapp.pcapng");

    @TempDir
    Path folder;

    private static List<IdentifiedFlow> flows(Periplus periplus) throws IOException {
        List<IdentifiedFlow> flows = new ArrayList<>();
        periplus.each(flows::add);
        return flows;
    }

    @Test
    void aFlowSaysWhatItIsAndWhy() throws IOException {
        IdentifiedFlow flow = flows(Periplus.open(SSH)).get(0);
        assertEquals("ssh", flow.label());
        assertEquals("sysscanner", flow.registeredFor());
        assertEquals("not-as-registered", flow.standing());
        assertEquals("payload", flow.basis());
        assertTrue(flow.confidence() > 0.99);
        assertNull(flow.unknownBecause());
        assertEquals("10.3.0.9", flow.traffic().server().address());
        assertEquals(3251, flow.traffic().server().port());
        assertEquals("2023-09-18T21:44:10", flow.traffic().start().toString().substring(0, 19));
        Proof proof = flow.evidence().get(0);
        assertEquals(SSH.toString(), proof.capture());
        assertEquals(4, proof.packet());
        assertTrue(proof.bytes().startsWith("5353482d"), proof.bytes());
        assertTrue(flow.json().startsWith("{\"capture\":\"captures/ssh-on-3251.pcap\""), flow.json());
        assertTrue(flow.json().endsWith("}"), flow.json());
        assertFalse(flow.isOpen());
        assertNotNull(flow.communityId());
    }

    @Test
    void theResultTellsWhatWasReadAndWhatCouldNotBe() throws IOException {
        Path cut = folder.resolve("cut.pcap");
        byte[] whole = Files.readAllBytes(SSH);
        Files.write(cut, java.util.Arrays.copyOf(whole, whole.length - 7));
        RunResult run = Periplus.open(cut, folder.resolve("missing.pcap")).each(flow -> {});
        assertEquals(88, run.packets());
        assertEquals(1, run.flows());
        assertEquals(2, run.problems().size(), run.problems().toString());
        assertEquals(88, run.counters().get("packets"));
        assertFalse(run.partial());
        assertTrue(run.rules().matches("[0-9a-f]{64}"), run.rules());
    }

    @Test
    void flowsDoNotDependOnTheNumberOfShards() throws IOException {
        List<String> one = flows(Periplus.open(FRAMEHAWK).shards(1)).stream()
                .map(IdentifiedFlow::json)
                .toList();
        List<String> four = flows(Periplus.open(FRAMEHAWK).shards(4)).stream()
                .map(IdentifiedFlow::json)
                .toList();
        assertEquals(64, one.size());
        assertEquals(one, four);
    }

    @Test
    void aConditionSelectsFlows() throws IOException {
        assertEquals(32, flows(Periplus.open(FRAMEHAWK).where("framehawk")).size());
        assertEquals(0, flows(Periplus.open(FRAMEHAWK).where("ssh")).size());
        Periplus wrong = Periplus.open(FRAMEHAWK).where("standing = x");
        assertThrows(IllegalArgumentException.class, () -> wrong.each(flow -> {}));
    }

    @Test
    void wrongRulesAreToldWithFileAndLine() throws IOException {
        Path rules = Files.createDirectories(folder.resolve("protocols")).resolve("house.yaml");
        Files.writeString(rules, "id: house\nname: House\nsignatures: 3\n");
        Periplus periplus = Periplus.open(SSH).rules(folder);
        String message = String.valueOf(assertThrows(IllegalArgumentException.class, () -> periplus.each(flow -> {}))
                .getMessage());
        assertTrue(message.contains("house.yaml:"), message);
    }

    @Test
    void whatTheProgramThrowsEndsTheRun() {
        IllegalStateException thrown = new IllegalStateException("enough");
        Periplus periplus = Periplus.open(FRAMEHAWK);
        assertSame(
                thrown,
                assertThrows(
                        IllegalStateException.class,
                        () -> periplus.each(flow -> {
                            throw thrown;
                        })));
    }

    @Test
    void stopEndsARunThatHasNotBegunToRead() throws IOException {
        Periplus periplus = Periplus.open(FRAMEHAWK);
        periplus.stop();
        assertEquals(0, periplus.each(flow -> {}).packets());
    }

    @Test
    void openFlowsComeIfAskedFor() throws IOException {
        List<IdentifiedFlow> flows = flows(Periplus.open(SSH).reportOpenFlows(java.time.Duration.ofSeconds(5)));
        assertTrue(flows.size() > 1, flows.size() + " reports");
        assertTrue(flows.get(0).isOpen());
        assertFalse(flows.get(flows.size() - 1).isOpen());
    }

    @Test
    void aPortHasClaimsAndWhatWouldProveThem() {
        List<Claim> claims = Periplus.open(SSH).explain("3248/udp");
        assertEquals(
                List.of("procos-lm", "framehawk"),
                claims.stream().map(Claim::name).toList());
        assertEquals(Claim.Kind.REGISTERED, claims.get(0).kind());
        assertTrue(claims.stream().noneMatch(claim -> claim.provedBy().isEmpty()));
    }

    @Test
    void runsShareNothing() throws Exception {
        List<Thread> threads = new ArrayList<>();
        List<Integer> counts = java.util.Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 3; i++) {
            Thread thread = new Thread(() -> {
                try {
                    counts.add(flows(Periplus.open(FRAMEHAWK).shards(1)).size());
                } catch (IOException e) {
                    counts.add(-1);
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(List.of(64, 64, 64), counts);
    }
}
