package dev.periplus.correlate;

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
 * Lists of what processes speak, and names of processes. A list is read or refused with printable errors; a list that
 * was read can be asked for any process.
 */
public final class FuzzProcesses {
    private static final RuleSet RULES = Knowledge.ruleLoader().packaged().load();

    private FuzzProcesses() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        FuzzInput input = new FuzzInput(bytes);
        String process = input.text();
        List<RuleError> errors = new ArrayList<>();
        Yaml yaml = new Yaml("processes.yaml", FuzzInput.text(input.rest()), errors);
        ProcessRules rules = new ProcessRules(
                RULES, yaml.byId(new ProcessReader(yaml, RULES)).values());
        errors.forEach(error -> Must.bePrintable(error.toString(), ""));
        if (errors.isEmpty()) {
            rules.protocolsOf(process, List.of(process));
        }
    }

    public static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        for (byte[] file : FuzzSeed.files(Path.of("rules"), "processes.yaml", 1 << 20)) {
            for (String entry : new String(file, UTF_8).split("(?m)^(?=- id:)")) {
                seeds.add(
                        new FuzzSeed().text("sshd").rest(entry.getBytes(UTF_8)).bytes());
            }
        }
        return seeds;
    }
}
