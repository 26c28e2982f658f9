package dev.periplus.rulefile;

/** The single rule files of a folder, as opposed to the many in {@code protocols/} and {@code services/}. */
public enum RuleFile {
    /** Known users of ports and ranges. */
    RANGES("ranges.yaml"),
    /** Protocols that programs speak, by process name. */
    PROCESSES("processes.yaml"),
    /** Findings of reviews. */
    FINDINGS("findings.yaml"),
    /** Record fields that tell one program from another. */
    FINGERPRINTS("fingerprints.yaml"),
    /** Services that are accepted as they are; never packaged, and may also be part of a case. */
    ACCEPTED("accepted.yaml"),
    /** IANA's port registry as a table. */
    REGISTRY("registry/iana-ports.tsv"),
    /** How often labels were right when they were measured, as a table. */
    CALIBRATION("calibration.tsv");

    private final String path;

    RuleFile(String path) {
        this.path = path;
    }

    /** Path within a folder of rules. */
    public String path() {
        return path;
    }

    /** Absolute name of the packaged resource. */
    public String resource() {
        return "/rules/" + path;
    }
}
