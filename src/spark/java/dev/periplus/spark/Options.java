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

/**
 * Options of a read.
 *
 * @param path captures: a file, a folder or a pattern
 * @param table which table: flows, evidence, hosts or packets
 * @param rules folder of additional rules on every machine; empty for none
 * @param splits number of splits of each capture that can be divided; 0 to divide by size
 * @param splitBytes bytes of a split
 * @param shards number of tasks that make flows; 0 for Spark's default
 */
record Options(String path, String table, String rules, int splits, long splitBytes, int shards)
        implements Serializable {
    private static final long SPLIT = 128L << 20;

    /** Knowledge by folder of rules: the tasks of an executor share it. */
    private static final Map<String, Knowledge> KNOWN = new ConcurrentHashMap<>();

    static Options of(CaseInsensitiveStringMap map) {
        return new Options(
                map.getOrDefault("path", ""),
                map.getOrDefault("table", Tables.FLOWS),
                map.getOrDefault("rules", ""),
                map.getInt("splits", 0),
                map.getLong("splitBytes", SPLIT),
                map.getInt("shards", 0));
    }

    /** The settings of {@code replay}, for one shard. */
    Engine.Settings settings() {
        Knowledge knowledge = KNOWN.computeIfAbsent(rules, Options::load);
        return Engine.Settings.of(knowledge, 1).showingHosts(table.equals(Tables.HOSTS));
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
