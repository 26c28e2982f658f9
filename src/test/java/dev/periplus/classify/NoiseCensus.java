package dev.periplus.classify;

import dev.periplus.answer.Evidence;
import dev.periplus.answer.Verdict;
import dev.periplus.classify.Conversation.Turn;
import dev.periplus.decode.Packet;
import dev.periplus.engine.Knowledge;
import dev.periplus.rule.RuleSet;
import dev.periplus.rulefile.InvalidRulesException;
import dev.periplus.rulefile.RuleFolder;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Counts the labels that rules and detectors assign to noise of each kind on random ports. */
final class NoiseCensus {
    private static final int SHOWN = 48;
    private static final int EXAMPLES = 2;
    private static final int USUAL_FLOWS = 20_000;

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

    private final Map<String, List<Mistake>> mistakes = new TreeMap<>();

    /** Classifies {@code flows} conversations of each kind. */
    NoiseCensus(RuleSet rules, long seed, int flows, List<Noise.Kind> kinds) {
        ClassifierFixture fixture = new ClassifierFixture(rules);
        for (Noise.Kind kind : kinds) {
            long own = seed + kind.name().hashCode();
            Noise noise = new Noise(own);
            Random ports = new Random(own);
            List<Mistake> made = new ArrayList<>();
            mistakes.put(kind.name(), made);
            for (int i = 0; i < flows; i++) {
                Conversation conversation = noise.next(kind);
                ClassifierFixture.Heard heard =
                        fixture.hear(conversation, 1 + ports.nextInt(0xffff), 1 + ports.nextInt(0xffff));
                if (heard.verdict().label() != null) {
                    made.add(new Mistake(
                            kind, conversation, heard.verdict(), heard.result().evidence()));
                }
            }
        }
    }

    /** The labelled flows by the name of their kind; empty lists included. */
    Map<String, List<Mistake>> mistakes() {
        return mistakes;
    }

    /** {@code NoiseCensus SEED [FLOWS [KIND]]}: flows of each kind, and the beginning of the names of the kinds. */
    public static void main(String[] arguments) throws InvalidRulesException {
        int flows = arguments.length > 1 ? Integer.parseInt(arguments[1]) : USUAL_FLOWS;
        String prefix = arguments.length > 2 ? arguments[2] : "";
        RuleSet rules = RuleFolder.read(
                Path.of("rules"), folder -> Knowledge.ruleLoader().add(folder).load());
        List<Noise.Kind> kinds = Noise.KINDS.stream()
                .filter(kind -> kind.name().startsWith(prefix))
                .toList();
        new NoiseCensus(rules, Long.parseLong(arguments[0]), flows, kinds).print(System.out, flows);
    }

    private void print(PrintStream out, int flows) {
        Map<String, List<Mistake>> byLabel = new TreeMap<>();
        mistakes.forEach((kind, made) -> {
            Map<String, Integer> labels = new TreeMap<>();
            made.forEach(mistake -> {
                labels.merge("" + mistake.verdict.label(), 1, Integer::sum);
                byLabel.computeIfAbsent("" + mistake.verdict.label(), label -> new ArrayList<>())
                        .add(mistake);
            });
            if (!made.isEmpty()) {
                out.printf("%-40s %6d of %d %s%n", kind, made.size(), flows, labels);
            }
        });
        byLabel.forEach((label, all) -> {
            out.printf("%n%s: %d%n", label, all.size());
            all.stream().limit(EXAMPLES).forEach(mistake -> out.println("   " + mistake));
        });
        int all = mistakes.values().stream().mapToInt(List::size).sum();
        out.printf(
                "%nall kinds: %d labelled of %d flows, %d kinds%n",
                all, (long) flows * mistakes.size(), mistakes.size());
    }
}
