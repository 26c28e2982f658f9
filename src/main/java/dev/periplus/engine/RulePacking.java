package dev.periplus.engine;

import dev.periplus.rule.RulePack;
import dev.periplus.rule.RuleSet;
import dev.periplus.rulefile.InvalidRulesException;
import dev.periplus.rulefile.RuleFolder;
import java.io.IOException;
import java.nio.file.Path;

/** Build step that checks the rules and packs them for the jar. */
final class RulePacking {
    private RulePacking() {}

    /** Usage: {@code RulePacking FOLDER PACK}. Rules with errors fail the build. */
    public static void main(String[] arguments) throws IOException, InvalidRulesException {
        RuleSet rules = RuleFolder.read(
                Path.of(arguments[0]),
                folder -> Knowledge.ruleLoader().add(folder).load());
        RulePack.write(rules, Path.of(arguments[1]));
    }
}
