package dev.periplus.rulefile;

/** An entry of a rule file that is a list of them. */
public interface RuleEntry {
    /** Lower case with hyphens, unique in a file; an entry of a user's folder takes the place of the packaged one. */
    String id();
}
