package dev.periplus.command;

import dev.periplus.report.text.RowSorting;
import dev.periplus.report.text.TextOptions;
import dev.periplus.report.text.TimeForm;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is written of the results, and where: the usual text on the console, unless {@link #to} names formats. */
public final class Writing {
    /** The keys of {@link #sort}. {@link RowSorting} has the same, and takes a while to load. */
    public static final List<String> SORT_KEYS =
            List.of("time", "bytes", "packets", "duration", "label", "client", "server");

    /** What a format may be of. */
    public enum Of {
        /** Of a run, flow by flow. */
        FLOWS,
        /** Of a review: findings too. */
        REVIEWS,
        /** Of a comparison. */
        DIFFERENCES
    }

    private List<String> outputs = List.of();
    private List<String> fields = List.of();
    private List<String> limits = List.of();
    private final Map<String, Path> settings = new HashMap<>();
    private TimeForm times = TimeForm.DATE;
    private @Nullable String title;
    private @Nullable String sensor;
    private @Nullable String sortKey;
    private boolean none;
    private boolean evidence;
    private boolean all;
    private int limit;

    /** Nothing, for programs that take results otherwise. */
    public static Writing none() {
        Writing nothing = new Writing();
        nothing.none = true;
        return nothing;
    }

    /** The formats of results, for people: {@code table, json and html=FILE}. */
    public static String formats(Of what) {
        return OutputFormat.names(
                switch (what) {
                    case FLOWS -> OutputFormat.ofFlows();
                    case REVIEWS -> OutputFormat.named();
                    case DIFFERENCES -> OutputFormat.ofDifferences();
                });
    }

    /** What stands before the place in {@link #to}, format by format: {@code json}, {@code html=}. */
    public static List<String> words() {
        return OutputFormat.named().stream().map(OutputFormat::word).toList();
    }

    /** The formats that send records to other machines. */
    public static List<String> remote() {
        return OutputFormat.named().stream()
                .filter(OutputFormat::isRemote)
                .map(OutputFormat::id)
                .toList();
    }

    /** Formats, each alone for the console or with its place: {@code json=flows.json}. */
    public Writing to(List<String> formats) {
        outputs = List.copyOf(formats);
        return this;
    }

    /** Formats, each alone for the console or with its place: {@code json=flows.json}. */
    public Writing to(String... formats) {
        return to(List.of(formats));
    }

    /** Columns of CSV, by their names in conditions; none for the usual ones. */
    public Writing fields(List<String> names) {
        fields = List.copyOf(names);
        return this;
    }

    /** Whether tables print all evidence for and against each label. */
    public Writing evidence(boolean shown) {
        evidence = shown;
        return this;
    }

    /** Whether tables list every flow, and comparisons every difference, unmerged and in full. */
    public Writing all(boolean unmerged) {
        all = unmerged;
        return this;
    }

    /** Lines write times as seconds since 1970. */
    public Writing timesSinceEpoch() {
        times = TimeForm.EPOCH;
        return this;
    }

    /** Lines write times as seconds since the first flow. */
    public Writing timesSinceFirst() {
        times = TimeForm.DELTA;
        return this;
    }

    /** Name of the case, in formats that have a place for it. */
    public Writing title(@Nullable String name) {
        title = name;
        return this;
    }

    /** Sorts the sections of tables by one of {@link #SORT_KEYS}; null for the usual order. */
    public Writing sort(@Nullable String key) {
        sortKey = key;
        return this;
    }

    /** Rows in each section of tables and views at most; 0 for all. */
    public Writing limit(int rows) {
        limit = rows;
        return this;
    }

    /** When files end and others begin: {@code duration:SECONDS}, {@code filesize:KIB}, {@code files:N} to keep. */
    public Writing rotate(List<String> when) {
        limits = List.copyOf(when);
        return this;
    }

    /** Properties of the connection of a format of {@link #remote}. */
    public Writing settings(String format, Path properties) {
        settings.put(format, properties);
        return this;
    }

    /** What marks records sent to other machines; null for the name of this machine. */
    public Writing sensor(@Nullable String name) {
        sensor = name;
        return this;
    }

    boolean isNone() {
        return none;
    }

    List<String> outputs() {
        return outputs;
    }

    List<String> limits() {
        return limits;
    }

    Map<String, Path> settings() {
        return settings;
    }

    @Nullable
    String sensor() {
        return sensor;
    }

    @Nullable
    String title() {
        return title;
    }

    boolean isAll() {
        return all;
    }

    /** Options of formats for people, except width and colour. */
    TextOptions options(Reading reading, Console console) throws UsageException {
        RowSorting sorting = sortKey == null ? null : RowSorting.of(sortKey);
        if (sortKey != null && sorting == null) {
            throw new UsageException("--sort takes " + String.join(", ", SORT_KEYS) + ", not '" + sortKey + "'");
        }
        return new TextOptions(
                0, false, false, evidence, all, reading.zone(), times, fields, !console.isQuiet(), sorting, limit);
    }
}
