package dev.periplus.engine;

import dev.periplus.rule.InvalidRulesException;
import dev.periplus.rule.RulePack;
import java.io.IOException;
import java.nio.file.Path;

/** The step of the build that checks the rules and packs them for the jar. */
final class RulePacking {
    private RulePacking() {}

    /** {@code RulePacking FOLDER PACK}. Rules with errors end the build. */
    public static void main(String[] arguments) throws IOException, InvalidRulesException {
        RulePack.write(Knowledge.ruleLoader().directory(Path.of(arguments[0])).load(), Path.of(arguments[1]));
    }
}
