package dev.periplus.flow;

/**
 * Client or server, as far as the direction is known. A side, 0 or 1, is always the same host; its role changes if the
 * direction turns out to be the opposite.
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

    /** The word used in records. */
    public String word() {
        return word;
    }
}
