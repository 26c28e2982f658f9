package dev.periplus.rule;

import dev.periplus.decode.Packet;
import dev.periplus.rulefile.InvalidRulesException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Testing the signatures of a growing number of protocols on the first message of a side: nanoseconds per message.
 * Reads rules and captures from the working directory.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 7, time = 1)
public class RuleIndexBenchmark {
    private static final long SEED = 4789;

    /** Number of protocols; 0 for all. */
    @Param({"60", "120", "240", "300", "0"})
    public int protocols;

    /** Source of the messages. */
    @Param({"captures", "noise", "examples"})
    public String messages = "";

    private final Message message = new Message();
    private final List<Openings.First> first = new ArrayList<>();
    private RuleSet rules = new LoadedRules(Map.of(), List.of());
    private RuleIndex.Candidates tcp = rules.index(Packet.TCP).candidates();
    private RuleIndex.Candidates udp = rules.index(Packet.UDP).candidates();
    private int next;

    @Setup
    public void make() throws InvalidRulesException, IOException {
        rules = RuleSets.first(protocols);
        tcp = rules.index(Packet.TCP).candidates();
        udp = rules.index(Packet.UDP).candidates();
        Collection<Openings.First> chosen = switch (messages) {
            case "captures" -> Openings.ofCaptures(Path.of("captures"));
            case "noise" -> Openings.ofNoise(SEED);
            default -> Openings.ofExamples(RuleSets.all());
        };
        first.addAll(chosen);
    }

    /** Returns how many signatures match one message or wait for more of it. */
    @Benchmark
    public int classify() {
        next = next + 1 == first.size() ? 0 : next + 1;
        Openings.First said = first.get(next);
        Message view = said.view(message);
        RuleIndex index = rules.index(said.transport());
        RuleIndex.Candidates possible = said.transport() == Packet.TCP ? tcp : udp;
        possible.of(view);
        int left = 0;
        for (int number = possible.next(0); number >= 0; number = possible.next(number + 1)) {
            Signature signature = index.get(number);
            left += signature.message() <= 1 && signature.matches(view) != Truth.NO ? 1 : 0;
        }
        return left;
    }
}
