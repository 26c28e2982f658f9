package dev.periplus.answer;

/** How the observed protocol compares with the registration of the port. */
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
