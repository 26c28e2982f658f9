package dev.periplus.command;

import dev.periplus.address.Transport;
import dev.periplus.answer.Amounts;
import dev.periplus.calibrate.CalibrationCounts;
import dev.periplus.calibrate.CalibrationText;
import dev.periplus.engine.Knowledge;
import dev.periplus.rule.Protocol;
import dev.periplus.rule.RuleLoader;
import dev.periplus.rule.RuleProof;
import dev.periplus.rule.RuleSet;
import dev.periplus.rule.Signature;
import dev.periplus.rulefile.InvalidRulesException;
import dev.periplus.rulefile.RuleFolder;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The rules: the packaged ones, with those of a folder added. */
public final class Rules {
    private final @Nullable Path folder;

    /** @param folder of additional rules, or null */
    public Rules(@Nullable Path folder) {
        this.folder = folder;
    }

    private <T> T reading(Function<RuleFolder, T> readers) throws UsageException {
        try {
            return RuleFolder.read(folder, readers);
        } catch (InvalidRulesException e) {
            throw UsageException.of(e);
        }
    }

    /** Returns all rules in force after reading every file of the folder. */
    private static RuleSet read(RuleFolder from, RuleLoader loader) {
        RuleSet rules = loader.packaged().add(from).load();
        return RuleReading.read(from, rules, false).rules();
    }

    /**
     * Reads every file of the folder.
     *
     * @return the number of files
     * @throws UsageException with the errors of all files, if there are any
     */
    public int check() throws UsageException {
        return reading(from -> {
            read(from, Knowledge.ruleLoader());
            return from.files();
        });
    }

    /**
     * Holds the rules of the folder against their examples, and prints what fails.
     *
     * @return whether all examples hold
     * @throws UsageException if the files have errors
     */
    public boolean prove(Console console) throws UsageException {
        RuleLoader loader = Knowledge.ruleLoader();
        RuleProof proof = new RuleProof(reading(from -> read(from, loader)));
        List<String> failures = proof.failures(loader.added());
        failures.forEach(console.out()::println);
        console.out()
                .println(Amounts.count(proof.proved(), "example") + " of "
                        + Amounts.count(loader.added().size(), "protocol") + ", "
                        + Amounts.count(failures.size(), "failure"));
        return failures.isEmpty();
    }

    /**
     * Prints every rule with its weight.
     *
     * @throws UsageException if the files have errors
     */
    public void list(Console console) throws UsageException {
        RuleSet rules = reading(from -> read(from, Knowledge.ruleLoader()));
        PrintStream out = console.out();
        out.printf("%-34s %-12s %-7s %7s %7s%n", "rule", "transport", "from", "weight", "reply");
        for (Protocol protocol : rules.protocols()) {
            if (protocol.signatures().isEmpty()) {
                out.printf("%-34s by a detector or by correlation%n", protocol.id());
            }
            for (Signature signature : protocol.signatures()) {
                out.printf(
                        "%-34s %-12s %-7s %7.0f %7.0f%n",
                        signature.rule(),
                        String.join(
                                ",",
                                signature.transports().stream()
                                        .map(Transport::nameInRule)
                                        .toList()),
                        signature.from().name().toLowerCase(Locale.ROOT),
                        signature.weight(),
                        signature.replyWeight());
            }
        }
    }

    /**
     * Prints how often labels were right when they were measured, by confidence.
     *
     * @param everyLabel whether to list labels and rules that were never wrong too
     * @throws UsageException if the table has errors
     */
    public void calibration(boolean everyLabel, Console console) throws UsageException {
        CalibrationCounts counts = reading(CalibrationCounts::load);
        new CalibrationText(console.out(), console.width()).print(counts, everyLabel);
    }
}
