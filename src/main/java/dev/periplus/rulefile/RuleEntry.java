package dev.periplus.rulefile;

/** An entry of a rule file that is a list. */
public interface RuleEntry {
    /**
     * Lower case with hyphens, unique in a file; an entry of a user's folder replaces the packaged one with the same
     * id.
     */
    String id();
}
