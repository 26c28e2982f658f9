package dev.periplus.command;

import dev.periplus.calibrate.CalibrationCounts;
import dev.periplus.engine.Knowledge;
import dev.periplus.review.Acceptances;
import dev.periplus.review.FindingRules;
import dev.periplus.review.FingerprintRules;
import dev.periplus.rule.RuleSet;
import dev.periplus.rulefile.RuleFile;
import dev.periplus.rulefile.RuleFolder;

/** Reads every file of a rules folder, so that each command refuses a broken one, even if it does not need it. */
final class RuleReading {
    private RuleReading() {}

    /**
     * @param rules in force, the folder's included
     * @param withProcesses whether to load what processes speak
     */
    static Knowledge read(RuleFolder folder, RuleSet rules, boolean withProcesses) {
        if (folder.has(RuleFile.FINDINGS)) {
            FindingRules.load(rules, folder);
        }
        if (folder.has(RuleFile.FINGERPRINTS)) {
            FingerprintRules.load(folder);
        }
        if (folder.has(RuleFile.CALIBRATION)) {
            CalibrationCounts.load(folder);
        }
        Acceptances.load(rules, folder);
        return Knowledge.load(rules, folder, withProcesses || folder.has(RuleFile.PROCESSES));
    }
}
