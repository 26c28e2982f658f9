package dev.periplus.rulefile;

/** The rule files that come one to a folder, beside the many of {@code protocols/} and {@code services/}. */
public enum RuleFile {
    /** Known users of ports and ranges. */
    RANGES("ranges.yaml"),
    /** What programs speak. */
    PROCESSES("processes.yaml"),
    /** What reviews look for. */
    FINDINGS("findings.yaml"),
    /** Fields of records that tell one program from another. */
    FINGERPRINTS("fingerprints.yaml"),
    /** Services that were accepted where they are; never packaged, and may lie in a case too. */
    ACCEPTED("accepted.yaml"),
    /** IANA's port registry as a table. */
    REGISTRY("registry/iana-ports.tsv");

    private final String path;

    RuleFile(String path) {
        this.path = path;
    }

    /** Where it lies in a folder of rules. */
    public String path() {
        return path;
    }

    /** Where it lies in the jar. */
    public String resource() {
        return "/rules/" + path;
    }
}
