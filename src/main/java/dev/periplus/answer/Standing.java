package dev.periplus.answer;

/** How what was observed stands to what the port is registered for. */
public enum Standing {
    AS_REGISTERED("as-registered"),
    NOT_AS_REGISTERED("not-as-registered"),
    REGISTERED_ONLY("registered-only"),
    UNREGISTERED("unregistered");

    private final String id;

    Standing(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }
}
