package dev.periplus.review;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.periplus.engine.Knowledge;
import dev.periplus.fuzz.FuzzInput;
import dev.periplus.fuzz.FuzzSeed;
import dev.periplus.fuzz.Must;
import dev.periplus.rule.RuleSet;
import dev.periplus.rulefile.RuleError;
import dev.periplus.rulefile.Yaml;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Files that a review reads besides captures: findings, fingerprints, and the accepted services that a case may bring
 * along. A file is read or refused with printable errors.
 */
public final class FuzzCaseFiles {
    private static final RuleSet RULES = Knowledge.ruleLoader().packaged().load();
    private static final List<String> FILES = List.of("findings.yaml", "fingerprints.yaml", "accepted.yaml");
    private static final String ACCEPTED = "- host: 10.3.0.0/24\n  port: 3251\n  transport: tcp\n  label: ssh\n"
            + "  until: 2027-06-30\n  ticket: OPS-17\n";

    private FuzzCaseFiles() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        FuzzInput input = new FuzzInput(bytes);
        int kind = input.below(FILES.size());
        List<RuleError> errors = new ArrayList<>();
        Yaml yaml = new Yaml(FILES.get(kind), FuzzInput.text(input.rest()), errors);
        switch (kind) {
            case 0 -> yaml.byId(new FindingReader(yaml, RULES));
            case 1 -> yaml.byId(new FingerprintReader(yaml));
            default -> yaml.list(new AcceptanceReader(yaml, RULES));
        }
        errors.forEach(error -> Must.bePrintable(error.toString(), ""));
    }

    public static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        for (int kind = 0; kind < 2; kind++) {
            for (byte[] file : FuzzSeed.files(Path.of("rules"), "/" + FILES.get(kind), 1 << 20)) {
                for (String entry : new String(file, UTF_8).split("(?m)^(?=- id:)")) {
                    seeds.add(
                            new FuzzSeed().u8(kind).rest(entry.getBytes(UTF_8)).bytes());
                }
            }
        }
        seeds.add(new FuzzSeed().u8(2).rest(ACCEPTED.getBytes(UTF_8)).bytes());
        return seeds;
    }
}
