package dev.periplus.classify;

import dev.periplus.answer.Evidence;
import dev.periplus.answer.Verdict;
import dev.periplus.classify.Conversation.Turn;
import dev.periplus.decode.Packet;
import dev.periplus.rule.RuleLoader;
import dev.periplus.rule.RuleSet;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Counts the labels that rules and detectors assign to noise of all kinds on random ports. */
final class NoiseCensus {
    private static final double[] BANDS = {0.5, 0.7, 0.9, 0.99};
    private static final int SHOWN = 32;
    private static final int EXAMPLES = 4;

    /** A flow of noise that was labelled. */
    record Mistake(Noise.Kind kind, Conversation conversation, Verdict verdict, List<Evidence> evidence) {
        @Override
        public String toString() {
            StringBuilder text = new StringBuilder(String.format(
                    Locale.ROOT,
                    "%s, %s: %s %.4f",
                    kind,
                    conversation.protocol() == Packet.TCP ? "tcp" : "udp",
                    verdict.label(),
                    verdict.confidence()));
            for (Evidence piece : evidence) {
                text.append(
                        String.format(Locale.ROOT, "%n      %s %s %.1f", piece.rule(), piece.label(), piece.weight()));
            }
            for (Turn turn : conversation.turns()) {
                int shown = Math.min(SHOWN, turn.bytes().length);
                text.append(turn.byClient() ? "\n      > " : "\n      < ")
                        .append(HexFormat.of().formatHex(turn.bytes(), 0, shown))
                        .append(" of ")
                        .append(turn.bytes().length);
            }
            return text.toString();
        }
    }

    private final List<Mistake> mistakes = new ArrayList<>();
    private final Map<Noise.Kind, Integer> flows = new TreeMap<>();

    NoiseCensus(RuleSet rules, long seed, int flows) {
        ClassifierFixture fixture = new ClassifierFixture(rules);
        Noise noise = new Noise(seed);
        Random ports = new Random(seed);
        Noise.Kind[] kinds = Noise.Kind.values();
        for (int i = 0; i < flows; i++) {
            Noise.Kind kind = kinds[i % kinds.length];
            Conversation conversation = noise.next(kind);
            ClassifierFixture.Heard heard =
                    fixture.hear(conversation, 1 + ports.nextInt(0xffff), 1 + ports.nextInt(0xffff));
            this.flows.merge(kind, 1, Integer::sum);
            if (heard.verdict().label() != null) {
                mistakes.add(new Mistake(
                        kind, conversation, heard.verdict(), heard.result().evidence()));
            }
        }
    }

    List<Mistake> mistakes() {
        return mistakes;
    }

    /** Counts over 200,000 flows of noise, or the number in the second argument: {@code NoiseCensus SEED [FLOWS]}. */
    public static void main(String[] arguments) {
        int flows = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 200_000;
        RuleSet rules = new RuleLoader().packaged().load();
        new NoiseCensus(rules, Long.parseLong(arguments[0]), flows).print(System.out);
    }

    private void print(PrintStream out) {
        out.printf("%-12s %8s %8s%n", "kind", "flows", "labelled");
        flows.forEach((kind, count) -> out.printf(
                "%-12s %8d %8d%n",
                kind,
                count,
                mistakes.stream().filter(mistake -> mistake.kind == kind).count()));
        out.printf("%-12s %8s %8d%n", "all", "", mistakes.size());
        for (int band = 0; band < BANDS.length; band++) {
            double from = BANDS[band];
            double to = band + 1 < BANDS.length ? BANDS[band + 1] : 1;
            out.printf(
                    Locale.ROOT,
                    "confidence %.2f to %.2f %9d%n",
                    from,
                    to,
                    mistakes.stream()
                            .mapToDouble(mistake -> mistake.verdict.confidence())
                            .filter(confidence -> confidence >= from && confidence < to)
                            .count());
        }
        Map<String, List<Mistake>> byLabel = new TreeMap<>();
        mistakes.forEach(mistake -> byLabel.computeIfAbsent("" + mistake.verdict.label(), label -> new ArrayList<>())
                .add(mistake));
        byLabel.forEach((label, all) -> {
            out.printf("%n%s: %d%n", label, all.size());
            all.stream().limit(EXAMPLES).forEach(mistake -> out.println("   " + mistake));
        });
    }
}
