package dev.periplus.spark;

import dev.periplus.engine.Engine;
import dev.periplus.engine.Knowledge;
import dev.periplus.rule.RuleLoader;
import dev.periplus.rule.RuleSet;
import dev.periplus.rulefile.InvalidRulesException;
import dev.periplus.rulefile.RuleFolder;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.jspecify.annotations.Nullable;

/**
 * Options of a read.
 *
 * @param path captures: a file, a folder or a pattern
 * @param table which table; see {@link Tables}
 * @param isCase whether captures are read as {@code review} reads a case: the same file once, files in flows followed
 * @param rules folder of additional rules on every machine; empty for none
 * @param splits number of splits of each capture that can be divided; 0 to divide by size
 * @param splitBytes bytes of a split
 * @param shards number of tasks that make flows; 0 for Spark's default
 */
record Options(String path, String table, boolean isCase, String rules, int splits, long splitBytes, int shards)
        implements Serializable {
    private static final long SPLIT = 128L << 20;

    /** Knowledge by folder of rules: the tasks of an executor share it. */
    private static final Map<String, Knowledge> KNOWN = new ConcurrentHashMap<>();

    static Options of(CaseInsensitiveStringMap map) {
        return new Options(
                map.getOrDefault("path", ""),
                map.getOrDefault("table", Tables.FLOWS),
                map.getBoolean("case", map.getOrDefault("table", "").equals(Tables.FINDINGS)),
                map.getOrDefault("rules", ""),
                map.getInt("splits", 0),
                map.getLong("splitBytes", SPLIT),
                map.getInt("shards", 0));
    }

    /** The settings of {@code replay} or {@code review}, for one shard. */
    Engine.Settings settings() {
        Engine.Settings settings = Engine.Settings.of(KNOWN.computeIfAbsent(rules, Options::load), 1);
        return isCase ? settings.withFiles() : settings.showingHosts(table.equals(Tables.HOSTS));
    }

    /** The folder of additional rules, or null. */
    @Nullable
    Path rulesFolder() {
        return rules.isEmpty() ? null : Path.of(rules);
    }

    private static Knowledge load(String rules) {
        try {
            return RuleFolder.read(rules.isEmpty() ? null : Path.of(rules), folder -> {
                RuleLoader loader = folder.isNone() ? new RuleLoader() : Knowledge.ruleLoader();
                RuleSet loaded = loader.packaged().add(folder).load();
                return Knowledge.load(loaded, folder, false);
            });
        } catch (InvalidRulesException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
