package dev.periplus.flow;

/**
 * Who opens a flow and who answers, as far as the direction is known. A side, 0 or 1, is always the same host; its role
 * changes when the direction turns out to be the other.
 */
public enum Role {
    CLIENT("client"),
    SERVER("server");

    private final String word;

    Role(String word) {
        this.word = word;
    }

    public Role other() {
        return this == CLIENT ? SERVER : CLIENT;
    }

    /** As records write it. */
    public String word() {
        return word;
    }
}
